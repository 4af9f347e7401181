import { z } from 'zod'
import { Alarm } from './alarm.ts'
import { Flood } from './alarm-kpis.ts'
import { AlarmOverlay } from './alarm-overlay.ts'
import { PointPresence } from './presence.ts'
import { RegionRisk, SourceRisk } from './risk.ts'

/** A reading on the feed: [epoch ms, value or null, quality name when it is not good]. */
export const FeedReading = z.tuple([z.number(), z.number().nullable()]).rest(z.string())
export type FeedReading = z.infer<typeof FeedReading>

/** Browser to server. Answered with a snapshot of exactly this scope; everything after it continues from there. */
export const SubscribeMessage = z.object({
  type: z.literal('subscribe'),
  region: z.string().regex(/^\d{6}$/).default('100000'),
  points: z.array(z.string().max(200)).max(2000).default([]).describe('ENT/TAG of the points whose readings are wanted'),
})
export type SubscribeMessage = z.infer<typeof SubscribeMessage>

const Numbered = z.object({ seq: z.number().int().positive(), at: z.number().describe('Server clock, epoch ms') })

/** Readings by ENT/TAG, oldest first. */
const Readings = z.record(z.string(), z.array(FeedReading))

export const SnapshotMessage = Numbered.extend({
  type: z.literal('snapshot'),
  region: z.string(),
  wide: z.boolean().optional().describe('true: the region has more than 5,000 points: presence of points and contributions of sources are told of the enterprises of the subscribed points only; of the others there is the level, and how many contributions it has'),
  alarms: z.array(Alarm).describe('Every open alarm of the region'),
  overlays: z.array(AlarmOverlay).default([]).describe('What is shelved, suppressed or out of service in the region'),
  floods: z.array(Flood).default([]).describe('Of the region and what lies below it, those that go on'),
  risk: z.object({ regions: z.array(RegionRisk), sources: z.array(SourceRisk) }),
  presence: z.array(PointPresence).describe('Points of the region that are not live; where it is wide, those of the enterprises of the subscribed points'),
  readings: Readings.describe('Latest reading of each subscribed point'),
})
export const ReadingsMessage = Numbered.extend({ type: z.literal('readings'), readings: Readings })
export const AlarmMessage = Numbered.extend({ type: z.literal('alarm'), alarm: Alarm })
/** Something began (`ended` false) or ceased to hide the alarm of a rule. */
export const OverlayMessage = Numbered.extend({ type: z.literal('overlay'), overlay: AlarmOverlay, ended: z.boolean() })
/** A flood of alarms began (`until` null) or ended in a region: grouped presentation, in which nothing is hidden. */
export const FloodMessage = Numbered.extend({ type: z.literal('flood'), floods: z.array(Flood) })
export const RiskMessage = Numbered.extend({ type: z.literal('risk'), regions: z.array(RegionRisk), sources: z.array(SourceRisk) })
export const PresenceMessage = Numbered.extend({ type: z.literal('presence'), points: z.array(PointPresence) })
/** Each 5 s. `feedAgeMs`: since the newest reading of any point was judged; `engineLagMs`: how far the alarm engine is behind. */
export const HeartbeatMessage = Numbered.extend({ type: z.literal('heartbeat'), feedAgeMs: z.number().nullable(), engineLagMs: z.number() })
/** The client is too slow: readings were merged to the latest per point. Alarms never are. */
export const LaggingMessage = Numbered.extend({ type: z.literal('lagging'), mergedReadings: z.number() })
/** The server could not use what the browser sent. */
export const FeedErrorMessage = Numbered.extend({ type: z.literal('error'), code: z.string(), detail: z.string(), detailZh: z.string().describe('The same in Chinese') })

/** Server to browser. `seq` counts 1, 2, 3 … per connection: a gap means "subscribe again". */
export const FeedMessage = z.discriminatedUnion('type', [
  SnapshotMessage, ReadingsMessage, AlarmMessage, OverlayMessage, FloodMessage, RiskMessage, PresenceMessage, HeartbeatMessage, LaggingMessage, FeedErrorMessage,
])
export type FeedMessage = z.infer<typeof FeedMessage>

/** A message before its connection has numbered it. */
export type UnnumberedFeedMessage = FeedMessage extends infer Message ? (Message extends FeedMessage ? Omit<Message, 'seq' | 'at'> : never) : never

export const HEARTBEAT_MS = 5_000
/** Older than this and the page says that it is dead. */
export const FEED_DEAD_MS = 10_000
