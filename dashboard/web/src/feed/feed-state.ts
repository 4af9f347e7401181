import type { Words } from '@hazardwatch/shared/words'
import { type Alarm, isOpen } from '@hazardwatch/shared/alarm'
import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { FeedMessage, FeedReading } from '@hazardwatch/shared/feed-message'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { RegionRisk, SourceRisk } from '@hazardwatch/shared/risk'
import { silencedAlarms, stillSilenced } from '../sound/silence.ts'

/** Readings kept for each point: an hour at 1 Hz. Older ones come from the history over HTTP. */
export const KEPT_READINGS = 3_600
/** Ended occurrences that are kept for rows which must not vanish under the pointer. */
export const KEPT_ENDED = 200

/** The page's picture of the plant. Replaced, never changed in place; a part that did not change stays the same object. */
export interface FeedState {
  /** Number of the last message of this connection, 0 before the first. */
  seq: number
  /** Our clock at the last message, epoch ms; null = never heard anything. */
  heardAt: number | null
  /** Server clock minus ours at the last message, ms. */
  skewMs: number
  /** From the last heartbeat, with our clock at that moment. */
  heartbeat: { at: number; feedAgeMs: number | null; engineLagMs: number } | null
  /** Our clock at the last message with readings; null before the first. */
  readAt: number | null
  hasSnapshot: boolean
  alarms: ReadonlyMap<string, Alarm>
  ended: ReadonlyMap<string, Alarm>
  /** Alarms whose sound somebody here has turned off, by id. Kept with the messages: several can make one drawing, and none may be missed. */
  silenced: ReadonlySet<string>
  /** What hides alarms, by its own key. */
  overlays: ReadonlyMap<string, AlarmOverlay>
  /** Floods of alarms that go on, by region. */
  floods: ReadonlyMap<string, Flood>
  regions: ReadonlyMap<string, RegionRisk>
  /** By ENT/SOURCE. */
  sources: ReadonlyMap<string, SourceRisk>
  /** Points that are not live, by ENT/TAG. */
  presence: ReadonlyMap<string, PointPresence>
  /** Oldest first, by ENT/TAG. */
  readings: ReadonlyMap<string, readonly FeedReading[]>
  mergedReadings: number
  refusal: { code: string; words: Words } | null
}

export const emptyFeedState: FeedState = {
  seq: 0, heardAt: null, skewMs: 0, heartbeat: null, readAt: null, hasSnapshot: false, alarms: new Map(), ended: new Map(), silenced: new Set(), overlays: new Map(), floods: new Map(), regions: new Map(),
  sources: new Map(), presence: new Map(), readings: new Map(), mergedReadings: 0, refusal: null,
}

/** @returns whether a message was lost between the last one and this. */
export const isGap = (lastSeq: number, seq: number): boolean => seq !== lastSeq + 1

/** A new connection counts from one again; the picture stays until its snapshot replaces it. */
export const startConnection = (state: FeedState): FeedState => ({ ...state, seq: 0 })

/** A message, and our clock when we heard it, epoch ms. */
export interface Heard {
  message: FeedMessage
  heardAt: number
}

/** Maps that were copied for the picture which is being made: nobody has seen them yet, and they may be written into. */
type Copies = WeakSet<object>

/** What we hear together becomes the next picture. Each part is copied once, whatever number of messages changes it: in a flood there are thousands. */
export const reduceFeed = (state: FeedState, heard: readonly Heard[]): FeedState => {
  const copies: Copies = new WeakSet()
  return heard.reduce((next, { message, heardAt }) => takeMessage(next, message, heardAt, copies), state)
}

const writable = <Key, Item>(map: ReadonlyMap<Key, Item>, copies: Copies): Map<Key, Item> => {
  if (copies.has(map)) return map as Map<Key, Item>
  const copy = new Map(map)
  copies.add(copy)
  return copy
}

const takeMessage = (state: FeedState, message: FeedMessage, heardAt: number, copies: Copies): FeedState => {
  const heard = { ...state, seq: message.seq, heardAt, skewMs: message.at - heardAt }
  switch (message.type) {
    case 'snapshot': return takeSnapshot(heard, message)
    case 'readings': return { ...heard, readAt: heardAt, readings: addReadings(state.readings, message.readings, copies) }
    case 'alarm': return takeAlarm(heard, message.alarm, copies)
    case 'risk': return {
      ...heard,
      regions: putAll(state.regions, message.regions, (risk) => risk.region, copies),
      sources: putAll(state.sources, message.sources, (risk) => `${risk.enterprise}/${risk.source}`, copies),
    }
    case 'overlay': return { ...heard, overlays: takeOverlay(state.overlays, message, copies) }
    case 'flood': return { ...heard, floods: takeFloods(state.floods, message.floods) }
    case 'presence': return { ...heard, presence: takePresence(state.presence, message.points, copies) }
    case 'heartbeat': return { ...heard, heartbeat: { at: heardAt, feedAgeMs: message.feedAgeMs, engineLagMs: message.engineLagMs } }
    case 'lagging': return { ...heard, mergedReadings: state.mergedReadings + message.mergedReadings }
    case 'error': return { ...heard, refusal: { code: message.code, words: { en: message.detail, zh: message.detailZh } } }
    default: return message satisfies never
  }
}

/** The answer to a command. The feed is the authority: an answer never overwrites what the feed has already told. */
export const takeAnswer = (state: FeedState, answer: Alarm): FeedState => {
  const known = state.alarms.get(answer.id)
  return known === undefined || known.acknowledgedAt !== null ? state : takeAlarm(state, answer, new WeakSet())
}

/** Turns off the sound of what waits now. */
export const silenceAlarms = (state: FeedState): FeedState => ({ ...state, silenced: silencedAlarms(state.alarms.values()) })

type Snapshot = Extract<FeedMessage, { type: 'snapshot' }>

const takeSnapshot = (state: FeedState, snapshot: Snapshot): FeedState => {
  const alarms = new Map<string, Alarm>(snapshot.alarms.filter((alarm) => isOpen(alarm) && !alarm.late).map((alarm) => [alarm.id, alarm]))
  // What was open and is not any more ended while we were not listening: its row may still be under the pointer.
  // One whose rule is hidden now has not ended for all we know.
  const gone = [...state.alarms.values()].filter((alarm) => !alarms.has(alarm.id)).map((alarm): Alarm => {
    const hiding = snapshot.overlays.find(({ rule, enterprise, point }) => rule === alarm.rule && enterprise === alarm.enterprise && point === alarm.point)
    return hiding === undefined ? { ...alarm, state: 'normal', underlyingState: 'normal' } : { ...alarm, state: hiding.state }
  })
  return {
    ...state,
    hasSnapshot: true,
    refusal: null,
    alarms,
    silenced: stillSilenced(state.silenced, alarms),
    ended: keepEnded(state.ended, gone),
    overlays: new Map(snapshot.overlays.map((overlay) => [overlayKey(overlay), overlay])),
    floods: takeFloods(new Map(), snapshot.floods),
    regions: new Map(snapshot.risk.regions.map((risk) => [risk.region, risk])),
    sources: new Map(snapshot.risk.sources.map((risk) => [`${risk.enterprise}/${risk.source}`, risk])),
    presence: new Map(snapshot.presence.map((entry) => [entry.point, entry])),
    readings: addReadings(state.readings, snapshot.readings, new WeakSet()),
  }
}

/** One that has ended is told with its end. */
const takeFloods = (floods: ReadonlyMap<string, Flood>, changed: readonly Flood[]): ReadonlyMap<string, Flood> => {
  const next = new Map(floods)
  for (const flood of changed) {
    if (flood.until === null) next.set(flood.region, flood)
    else next.delete(flood.region)
  }
  return next
}

const overlayKey = ({ rule, enterprise, point, state }: AlarmOverlay): string => `${state} ${enterprise}/${point} ${rule}`

const takeOverlay = (overlays: ReadonlyMap<string, AlarmOverlay>, { overlay, ended }: Extract<FeedMessage, { type: 'overlay' }>, copies: Copies): ReadonlyMap<string, AlarmOverlay> => {
  const next = writable(overlays, copies)
  if (ended) next.delete(overlayKey(overlay))
  else next.set(overlayKey(overlay), overlay)
  return next
}

const takeAlarm = (state: FeedState, alarm: Alarm, copies: Copies): FeedState => {
  // Late occurrences are recorded, never announced.
  if (alarm.late) return state
  const alarms = writable(state.alarms, copies)
  if (isOpen(alarm)) alarms.set(alarm.id, alarm)
  else alarms.delete(alarm.id)
  return { ...state, alarms, silenced: state.silenced.has(alarm.id) ? stillSilenced(state.silenced, alarms) : state.silenced, ended: isOpen(alarm) ? state.ended : keepEnded(state.ended, [alarm]) }
}

const keepEnded = (ended: ReadonlyMap<string, Alarm>, gone: readonly Alarm[]): ReadonlyMap<string, Alarm> => {
  if (gone.length === 0) return ended
  const next = new Map(ended)
  for (const alarm of gone) next.set(alarm.id, alarm)
  for (const id of next.keys()) {
    if (next.size <= KEPT_ENDED) break
    next.delete(id)
  }
  return next
}

const putAll = <Item>(map: ReadonlyMap<string, Item>, items: readonly Item[], keyOf: (item: Item) => string, copies: Copies): ReadonlyMap<string, Item> => {
  if (items.length === 0) return map
  const next = writable(map, copies)
  for (const item of items) next.set(keyOf(item), item)
  return next
}

const takePresence = (presence: ReadonlyMap<string, PointPresence>, points: readonly PointPresence[], copies: Copies): ReadonlyMap<string, PointPresence> => {
  const next = writable(presence, copies)
  for (const entry of points) {
    if (entry.presence === 'live') next.delete(entry.point)
    else next.set(entry.point, entry)
  }
  return next
}

const addReadings = (
  readings: ReadonlyMap<string, readonly FeedReading[]>,
  news: Readonly<Record<string, readonly FeedReading[]>>,
  copies: Copies,
): ReadonlyMap<string, readonly FeedReading[]> => {
  const next = writable(readings, copies)
  for (const [point, added] of Object.entries(news)) {
    if (added.length > 0) next.set(point, joinReadings(next.get(point) ?? [], added))
  }
  return next
}

/** Appends in time order; what is not newer than the newest is already there (a snapshot repeats the latest reading). */
const joinReadings = (known: readonly FeedReading[], added: readonly FeedReading[]): readonly FeedReading[] => {
  const newest = known.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY
  const fresh = added.filter(([time]) => time > newest)
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-KEPT_READINGS)
}
