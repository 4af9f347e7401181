/** Decimals by size, so that the digits of a live value keep their places while it moves. */
const decimalsOf = (value: number): number => {
  const size = Math.abs(value)
  if (size >= 1_000) return 0
  if (size >= 10) return 1
  return size >= 1 || size === 0 ? 2 : 3
}

/** A live value: `60.2`, `1.92`, `1204`. Null, a gap, is a dash. */
export const formatValue = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? '—' : value.toFixed(decimalsOf(value))

/** A configured number: as short as it was written, at most four decimals. */
export const formatLimit = (limit: number): string => String(Number(limit.toFixed(4)))

/** A rate with its sign: `+3.1`; zero has none. */
export const formatRate = (rate: number): string => {
  const text = formatValue(Math.abs(rate))
  if (Number(text) === 0) return '0'
  return rate > 0 ? `+${text}` : `−${text}`
}

/** UCUM as people write it. What is not listed is shown as it is. */
const shown: Readonly<Record<string, string>> = {
  '1': '',
  Cel: '°C',
  K: 'K',
  '[ppm]': 'ppm',
  '[ppb]': 'ppb',
  '{state}': '',
  'm3/h': 'm³/h',
  m3: 'm³',
  'mg/m3': 'mg/m³',
  'ug/m3': 'µg/m³',
  'g/m3': 'g/m³',
  '%{LEL}': '%LEL',
  '%[LEL]': '%LEL',
  'mm[H2O]': 'mmH₂O',
  'm/s2': 'm/s²',
  'L/min': 'L/min',
  'kg/h': 'kg/h',
  'mm[Hg]': 'mmHg',
  'W/m2': 'W/m²',
}

/** @returns the unit as it is shown beside a number; empty for a plain number or a state. */
export const formatUnit = (ucum: string): string => {
  const known = shown[ucum]
  const [, base = '', time = ''] = known === undefined ? perTime.exec(ucum) ?? [] : []
  if (time === '') return known ?? ucum
  return `${formatUnit(base)}/${time.replaceAll(/[()]/g, '').replace('.', ' ')}`
}

/** A change per time, as an alarm of a rate has it: `Cel/(5.min)`. */
const perTime = /^(.+)\/(s|min|h|d|\(\d+(?:\.\d+)?\.(?:s|min|h|d)\))$/

/** A number and its unit: `50 ppm`, `50`. */
export const withUnit = (text: string, ucum: string): string => {
  const unit = formatUnit(ucum)
  return unit === '' ? text : `${text} ${unit}`
}
