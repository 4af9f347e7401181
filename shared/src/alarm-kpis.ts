import { z } from 'zod'
import { priorities } from './alarm-rule.ts'
import { IsoTime } from './time.ts'

/** How the alarm system did for the operators of a region in a time, in the words of EEMUA 191 and ISA-18.2. */
const Share = z.number().min(0).max(1)
const Seconds = z.object({ count: z.number().int(), median: z.number().nullable(), p90: z.number().nullable() }).describe('Seconds')

const Actor = z.object({ rule: z.string(), enterprise: z.string(), point: z.string() })

/** Annunciations above which, and below which again, operators are flooded. */
export const Flood = z.object({
  region: z.string(),
  since: IsoTime,
  until: IsoTime.nullable().describe('Null while it goes on'),
  alarms: z.number().int().describe('Annunciated since it began, with the ten minutes before'),
  recent: z.number().int().nullable().describe('Annunciated in the last ten minutes; null when it is over'),
})
export type Flood = z.infer<typeof Flood>

/** Where a suggested deadband comes from. */
const DeadbandBasis = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('history'),
    readings: z.number().int().describe('Stored readings around the latest episodes, judged again'),
    since: IsoTime, until: IsoTime,
    occurrencesNow: z.number().int().describe('With the deadband that the rule has now'),
    occurrencesThen: z.number().int().describe('With the suggested one'),
    outcome: z.enum(['suggested', 'calm', 'none']).describe('calm: the rule as it is now does not chatter on these readings; none: no deadband calms it without hiding what lay further apart than a minute'),
  }),
  z.object({
    from: z.literal('usual'),
    percent: z.number().describe('Of the span'),
    why: z.enum(['no_history', 'not_read_yet', 'limits_by_state']).describe('Why not from history; not_read_yet: ask again in some seconds'),
  }),
])
export type DeadbandBasis = z.infer<typeof DeadbandBasis>

export const Chatterer = Actor.extend({
  transitions: z.number().int().describe('Most raises and clears within one minute'),
  fleeting: z.number().int().describe('Occurrences that cleared before anybody could act'),
  occurrences: z.number().int(),
  suggestedOnDelayS: z.number().nullable().describe('On-delay that would have kept nine of ten fleeting occurrences away; null when it would hide real ones'),
  suggestedOffDelayS: z.number().nullable().describe('Off-delay that would have bridged nine of ten of the gaps'),
  suggestedDeadband: z.number().nullable().describe('In the unit of the point, of a rule with a limit (LL, L, H, HH); null when none is found or none is needed'),
  deadbandBasis: DeadbandBasis.nullable().default(null).describe('Where the suggested deadband comes from, and what it would have done; null when nothing is known of one'),
})
export type Chatterer = z.infer<typeof Chatterer>

export const AlarmKpis = z.object({
  region: z.string(),
  from: IsoTime,
  to: IsoTime,
  operators: z.number().int().describe('Operator positions that share the region'),
  alarms: z.number().int().describe('Annunciated; hidden and late ones are not counted'),
  perTenMinutes: z.number().describe('Average per ten minutes and operator'),
  perDay: z.number().describe('Average per day and operator'),
  peakTenMinutes: z.number().int().describe('Most in any ten minutes'),
  peakAt: IsoTime.nullable().describe('End of those ten minutes'),
  course: z.array(z.number().int()).describe('Annunciated in each ten minutes, from `from` on; the last may be shorter'),
  floodShare: Share.describe('Of the time'),
  floods: z.array(Flood),
  priorities: z.record(z.enum(priorities), z.object({ count: z.number().int(), share: Share })),
  top: z.array(Actor.extend({ count: z.number().int(), share: Share })).describe('The ten that alarmed most'),
  topTenShare: Share,
  chattering: z.array(Chatterer).describe('Three or more transitions in a minute: the worst hundred, worst first'),
  chatteringCount: z.number().int().describe('How many there are in all'),
  fleeting: z.array(Chatterer).describe('With occurrences that cleared before anybody could act: the worst hundred, worst first'),
  fleetingCount: z.number().int().describe('How many there are in all'),
  standing: z.number().int().describe('Active at the end'),
  stale: z.number().int().describe('Of these, for more than a day'),
  acknowledgeS: Seconds.describe('From annunciation to the first acknowledgement'),
  clearS: Seconds.describe('From raise to clear'),
  unacknowledged: z.number().int().describe('Of the annunciated, never acknowledged up to the end'),
})
export type AlarmKpis = z.infer<typeof AlarmKpis>
