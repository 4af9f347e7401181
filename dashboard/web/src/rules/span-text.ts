import type { TFunction } from 'i18next'

const units = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const

/** @returns seconds as people say them: `1 h 30 min`; at most two units, and nothing is rounded away. */
export const spanText = (seconds: number, t: TFunction): string => {
  let left = seconds
  const parts: string[] = []
  for (const [unit, length] of units) {
    // What is left over after two units is said in seconds, or the figure would not be the one that is set.
    if (parts.length === 2 && left > 0) return t('span.second', { count: seconds })
    const count = unit === 'second' ? Number(left.toFixed(3)) : Math.floor(left / length)
    if (count === 0) continue
    left -= count * length
    parts.push(t(`span.${unit}`, { count }))
  }
  return parts.join(' ')
}
