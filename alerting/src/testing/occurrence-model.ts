import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmTransition } from '../alarm-transition.ts'

/** What one rule told: whether live or late, the event, and when (epoch ms). */
export type Line = `${'live' | 'late'} ${string} ${number}`

/** What the record store makes of transitions (`record-occurrences.ts`), in memory and without waiting. */
export const createOccurrenceModel = () => {
  const alarms = new Map<string, Alarm>()
  const told: Line[] = []
  const covers = (late: Alarm): boolean => [...alarms.values()].some(({ rule, onsetAt, clearedAt }) => rule === late.rule && onsetAt <= late.onsetAt && clearedAt !== null && clearedAt > late.onsetAt)
  const isNews = ({ alarm, event, retold }: AlarmTransition): boolean => {
    const known = alarms.get(alarm.id)
    if (event === 'raised') return known === undefined && retold !== true && !covers(alarm)
    return known?.late === true && known.clearedAt !== alarm.clearedAt
  }
  return {
    /** Raised and cleared as the journal has them, in its order. */
    told,
    all: (): Alarm[] => [...alarms.values()],
    record: (transitions: readonly AlarmTransition[]): void => {
      for (const transition of transitions) {
        const { alarm, event, at } = transition
        if (alarm.late && !isNews(transition)) continue
        const known = alarms.get(alarm.id)
        if (known === undefined || (known.late && !alarm.late) || known.clearedAt === null || known.clearedAt === known.onsetAt || alarm.clearedAt !== null) alarms.set(alarm.id, alarm)
        if (event === 'raised' || event === 'cleared') told.push(`${alarm.late ? 'late' : 'live'} ${alarm.rule} ${event} ${at}` as Line)
      }
    },
  }
}
