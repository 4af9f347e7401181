import { z } from 'zod'
import { CameraId } from './camera.ts'
import { EnterpriseCode, SourceCode } from './ids.ts'
import { patternWords } from './schema-words.ts'
import { IsoTime } from './time.ts'

export const videoEvents = [
  'online', 'offline', 'frozen', 'occluded', 'clock_skew', 'smoke', 'flame', 'intrusion', 'no_helmet', 'off_post', 'crowd',
] as const

/** The eight special works of GB 30871, in its order. */
export const specialWorks = [
  'hot_work', 'confined_space', 'blind_plate', 'work_at_height', 'lifting', 'temporary_power', 'excavation', 'road_closure',
] as const
export const operatingStates = ['startup', 'shutdown', 'maintenance', 'running'] as const

/** Grades of a special work: hot work special, first, second; height first to fourth; lifting first to third. */
export const workGrades = ['special', 'first', 'second', 'third', 'fourth'] as const

const Link = z.string().max(2_000).regex(/^(?:https?|rtsps?):\/\/\S+$/i, patternWords.link.en)
const Count = z.number().int().min(0).max(10_000)

/** What a camera says about itself or about what it sees. */
export const VideoReport = z.object({
  camera: CameraId,
  event: z.enum(videoEvents),
  confidence: z.number().min(0).max(1).nullable().default(null).describe('0 to 1, of what was analysed'),
  snapshot: Link.nullable().default(null),
  clip: Link.nullable().default(null),
})

/** A special work (GB 30871) that begins, or the operating state that a source goes into. */
export const WorkReport = z.object({
  source: SourceCode,
  type: z.enum([...specialWorks, ...operatingStates]),
  grade: z.enum(workGrades).nullable().default(null),
  ticket: z.string().min(1).max(64).nullable().default(null).describe('Number of the permit; tells two works of one kind apart'),
})

/** How many of each special work are planned for the day; hot work by its grade. */
export const PlannedWork = z.object({
  hot_work: z.object({ special: Count.default(0), first: Count.default(0), second: Count.default(0) }).optional(),
  confined_space: Count.optional(),
  blind_plate: Count.optional(),
  work_at_height: Count.optional(),
  lifting: Count.optional(),
  temporary_power: Count.optional(),
  excavation: Count.optional(),
  road_closure: Count.optional(),
})

const Units = z.object({ total: Count, running: Count, stopped: Count.default(0), maintenance: Count.default(0) })
  .refine(({ total, running, stopped, maintenance }) => running + stopped + maintenance <= total, {
    message: 'running, stopped and maintenance are more than the total', params: { zh: 'running、stopped 与 maintenance 之和大于 total' }, path: ['total'],
  })

/** The daily safety commitment that the principal of an enterprise signs (应急〔2018〕74号). */
export const CommitmentReport = z.object({
  principal: z.string().trim().min(1).max(120).describe('Who commits'),
  units: Units.nullable().default(null).describe('Process units and what they do today'),
  works: PlannedWork.default({}),
  startupOrShutdown: z.boolean().nullable().default(null),
  trialProduction: z.boolean().nullable().default(null),
  contractors: z.boolean().nullable().default(null).describe('Contractors work on the site'),
  changes: z.boolean().nullable().default(null).describe('Changes of process, equipment or people'),
  tankFarmSafe: z.boolean().nullable().default(null),
  warehouseSafe: z.boolean().nullable().default(null),
  statement: z.string().max(2_000).nullable().default(null).describe('The words of the commitment'),
})

/** `YYYY-MM-DD`, a day that exists. */
export const CalendarDay = z.iso.date()

/** What every event has. `at` is the time it says itself, `receivedAt` ours. */
const common = { enterprise: EnterpriseCode, at: IsoTime, receivedAt: IsoTime }

const Video = VideoReport.extend({
  ...common, kind: z.literal('video'), source: SourceCode.nullable().describe('The source that the camera looks at'),
  cause: z.enum(['reported', 'silent']).describe('`silent`: nothing came from the camera for longer than its interval'),
})
const Work = WorkReport.extend({ ...common, kind: z.literal('work'), until: IsoTime.nullable() })
const Commitment = CommitmentReport.extend({ ...common, kind: z.literal('commitment'), date: CalendarDay.describe('The day it is for, in China') })
const Status = z.object({ ...common, kind: z.literal('status'), online: z.boolean() })

/** Something that happened at a plant and is no reading, before it has a number. */
export const NewPlantEvent = z.discriminatedUnion('kind', [Video, Work, Commitment, Status])
export type NewPlantEvent = z.infer<typeof NewPlantEvent>

const numbered = { id: z.number().int().describe('In the order in which events were stored') }

export const PlantEvent = z.discriminatedUnion('kind', [Video.extend(numbered), Work.extend(numbered), Commitment.extend(numbered), Status.extend(numbered)])
export type PlantEvent = z.infer<typeof PlantEvent>

/** What an event is known by within its enterprise, kind and time: a redelivered one is stored once. */
export const eventKey = (event: NewPlantEvent): { subject: string; type: string } => {
  switch (event.kind) {
    case 'video': return { subject: event.camera, type: event.event }
    case 'work': return { subject: [event.source, event.grade ?? '', event.ticket ?? ''].join('/'), type: event.type }
    case 'commitment': return { subject: event.date, type: 'commitment' }
    case 'status': return { subject: '', type: event.online ? 'online' : 'offline' }
  }
}
