import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import type { AlarmDesk, EngineChange, EngineHealth } from '@hazardwatch/shared/alarm-desk'
import type { Clock } from '@hazardwatch/shared/clock'
import { pointKey } from '@hazardwatch/shared/ids'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import type { Log } from '@hazardwatch/shared/node/log'
import type { PlantEvent } from '@hazardwatch/shared/plant-event'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingLog } from '@hazardwatch/shared/reading-log'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { Region } from '@hazardwatch/shared/region'
import { createAlarmDesk } from './alarm-desk.ts'
import { createAnnouncer, type Announcer } from './announce-change.ts'
import { advanceEngine } from './engine.ts'
import { keepWhatIsKeptSeldom, restoreClock, restoreEngine } from './engine-rows.ts'
import { endOrphans } from './end-orphans.ts'
import { endDryRuns } from './end-dry-run.ts'
import { createCareHeeder, type HeedCare } from './instruments/heed-care.ts'
import { createEngine, takeChanges, type Engine } from './engine-state.ts'
import { refreshGates } from './gate-rules.ts'
import { followGateways } from './gateways/follow-gateways.ts'
import { noteLeft, remakeRules, restoreGateways } from './gateways/watch-gateways.ts'
import { hearEvents } from './hear-events.ts'
import { configureAll, followLedger } from './follow-ledger.ts'
import { createSituation, noteAlarm, noteOverlay, notePoint, type Situation } from './follow-situation.ts'
import { createAlarmKeeper } from './keep-alarms.ts'
import { createDeadbandBook, type DeadbandBook } from './nuisance/deadband-book.ts'
import { figuresFrom, type AlarmFigures } from './nuisance/figures.ts'
import { createReadingReceiver } from './receive-reading.ts'
import { gapsOf } from './selector-book.ts'
import { pointsHeardSince } from './point-memory.ts'

const ADVANCE_MS = 250
const PRESENCE_MS = 1_000
/** Clocks of points that are kept in one transaction. */
const CLOCKS_AT_ONCE = 500
/** Clocks of points without alarms are kept this often: so much of the log is judged again after a kill. */
const KEEP_CLOCKS_MS = 5_000
/** Changes are kept for readers that come back within this time. */
const KEEP_CHANGES_MS = 30 * 86_400_000
const PRUNE_MS = 3_600_000
/** A flood that was going on before a restart began within this time. */
const FLOOD_MEMORY_MS = 3_600_000

/** After a longer absence of this service it is not the points that were silent. */
const BRIEF_ABSENCE_MS = 60_000

export interface AlertingOptions {
  ledger: Ledger
  records: AlarmRecords
  /** Left out: from the records, where they are. */
  figures?: AlarmFigures
  regions: readonly Region[]
  /** What was accepted before this start and has not been judged, and where it is noted how far judging has come. */
  readings: ReadingLog
  /** Where stored readings can be read: asked for suggestions about nuisances only, never for judging. */
  store: Pick<ReadingStore, 'history'>
  /** Through which gateway each point was heard before this start; what is not there is as the ledger says. */
  gatewayOfPoint: Iterable<readonly [point: number, gateway: string]>
  /** Longest shelving. */
  shelveMaxS: number
  /** By name; each is told of every durable change. */
  subscribers: Record<string, (change: EngineChange) => void>
  clock: Clock
  log: Log
}

export interface Alerting {
  desk: AlarmDesk
  /** What the detector of a rule remembers at present, not to be changed; undefined for a rule that has none. */
  memoryOf: (rule: string) => Float64Array | undefined
  /** Takes what the care of the instruments says; resolves when it is in force and durable. */
  heedCare: (cares: Parameters<HeedCare>[0]) => Promise<void>
  /** Judges a batch at once. */
  receive: (batch: ReadingBatch) => void
  /** Takes stored events of the plants, in the order of their ids. */
  hearEvents: (events: readonly PlantEvent[]) => void
  /** Messages of a gateway (its code, or `native`) have brought readings of these points: what falls silent with it is covered by it. */
  hearGateway: (gateway: string, points: Iterable<number>) => void
  /** A gateway said that it goes. @param at wall time, epoch ms */
  gatewayLeft: (enterprise: string, gateway: string, at: number) => void
  /** Id of the last of them that was taken before this start; undefined = none ever. */
  eventsTo: number | undefined
  /** Resolves when everything that has changed until now is durable and announced. */
  flush: () => Promise<void>
  stop: () => Promise<void>
}

/** The alarm engine with its edges: receive-reading → engine (detect, lifecycle) → keep-alarms → announce-change. */
export const startAlerting = async (options: AlertingOptions): Promise<Alerting> => {
  const { ledger, records, regions, clock, log } = options
  const engine = createEngine()
  const situation = createSituation()
  const through = followGateways(engine, ledger)
  for (const [point, gateway] of options.gatewayOfPoint) through.hear(point, gateway)
  const eventsTo = await restore(engine, situation, options)
  const announcer = createAnnouncer({ situation, ledger, regions, subscribers: options.subscribers, clock, log })
  announcer.recall((await records.kpiRows(clock() - FLOOD_MEMORY_MS, clock(), undefined)).sort((a, b) => (a.annunciatedAt ?? 0) - (b.annunciatedAt ?? 0)))
  const regionOf = (enterprise: string): string => ledger.enterprise(enterprise)?.region ?? ''
  const keeper = createAlarmKeeper({
    engine, records, clock, regionOf, pause: async (ms) => { await pause(ms) },
    onDurable: announcer.transitions,
    onFailure: (error, tries) => { log.error({ err: error, tries }, 'alarms cannot be stored; judging goes on, senders wait') },
  })
  const receiver = createReadingReceiver(engine, options.readings, keeper.flush, clock, log)
  // Before any timer: a delay must not run out on the clock when a reading in the log breaks it off.
  await options.readings.replay(receiver.replay)
  advanceEngine(engine, clock())
  await keeper.flush()
  const tellSoon = onceATurn(() => {
    announcer.risk()
    void keeper.flush()
  })
  const stopFollowing = ledger.onChange((change) => {
    through.follow(change)
    followLedger(engine, situation, ledger, change, clock())
    tellSoon()
  })
  const watch = createWatch(engine, announcer)
  const stopPruning = startPruning(options)
  const keep = createClockKeeper(engine, keeper.flush, options.readings, clock)
  const timers = startTimers(engine, watch.look, keeper.flush, () => { keep().catch((error: unknown) => { log.error({ err: error }, 'how far judging has come could not be noted') }) }, clock)
  watch.lookAtAll()
  const health = (): EngineHealth => ({ lagMs: Math.max(timers.lagMs(), clock() - (keeper.waitingSince() ?? clock())), judgedAt: receiver.judgedAt(), gaps: gapsOf(engine.selectors) })
  const deadbands = deadbandsOf(options)
  return {
    desk: createAlarmDesk({ engine, situation, records, flush: keeper.flush, announcer, regions, regionOf, figures: options.figures ?? figuresFrom(records), deadbands, shelveMaxS: options.shelveMaxS, health, clock }),
    memoryOf: (rule) => engine.book.detections[engine.book.rows.get(rule) ?? -1]?.own,
    heedCare: createCareKeeper(engine, keeper.flush, clock),
    receive: receiver.receive,
    hearEvents: (events) => {
      hearEvents(engine, events, clock())
      void keeper.flush()
    },
    hearGateway: (gateway, points) => { for (const point of points) through.hear(point, gateway) },
    gatewayLeft: (enterprise, gateway, at) => { noteLeft(engine, enterprise, gateway, at) },
    eventsTo,
    flush: keeper.flush,
    stop: async () => {
      stopFollowing()
      timers.stop()
      watch.stop()
      stopPruning()
      keepWhatIsKeptSeldom(engine)
      await keep()
    },
  }
}

/** @returns a call that is made once after all that asks for it together: changes of a ledger come by the thousand. */
const onceATurn = (call: () => void): (() => void) => {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    queueMicrotask(() => {
      asked = false
      call()
    })
  }
}

/** Looks at who speaks, and for how long floods go on. What is much is told in parts, one after the other. */
const createWatch = (engine: Engine, announcer: Announcer) => {
  let next: NodeJS.Immediate | undefined
  const look = (): void => {
    clearImmediate(next)
    next = announcer.presences(engine.memory.points) ? setImmediate(look) : undefined
    announcer.floods()
  }
  return {
    look,
    /** At a start nobody waits. */
    lookAtAll: (): void => {
      while (announcer.presences(engine.memory.points)) continue
      announcer.floods()
    },
    stop: (): void => { clearImmediate(next) },
  }
}

const createCareKeeper = (engine: Engine, flush: () => Promise<void>, clock: Clock): Alerting['heedCare'] => {
  const heed = createCareHeeder(engine)
  return (cares) => {
    heed(cares, clock())
    return flush()
  }
}

const startPruning = ({ records, clock, log }: AlertingOptions): (() => void) => {
  const prune = (): void => { records.prune(clock() - KEEP_CHANGES_MS).catch((error: unknown) => { log.error({ err: error }, 'changes that nobody asks for any more could not be forgotten') }) }
  const pruning = setInterval(prune, PRUNE_MS)
  return () => { clearInterval(pruning) }
}

const deadbandsOf = ({ ledger, store, log }: AlertingOptions): DeadbandBook => createDeadbandBook({
  ledger, store, pause: (ms) => pause(ms, undefined, { ref: false }), turn, onFailure: (error) => { log.warn({ err: error }, 'no deadband could be found in history') },
})

const restore = async (engine: Engine, situation: Situation, { ledger, records, readings, clock }: AlertingOptions): Promise<number | undefined> => {
  const now = clock()
  configureAll(engine, ledger, now)
  for (const source of ledger.sources()) situation.stale.add(pointKey(source.enterprise, source.code))
  for (const point of ledger.points()) notePoint(situation, point, false)
  const stored = await records.load()
  await restorePlace(engine, stored.readingsTo, readings.position(), records, now)
  let heardAt = 0
  await records.readClocks((point) => {
    restoreClock(engine, point)
    heardAt = Math.max(heardAt, point.heard_at)
  })
  remakeRules(engine, stored.memories, now)
  for (const alarm of stored.open) noteAlarm(situation, alarm)
  const moved = restoreEngine(engine, stored)
  restoreGateways(engine, now)
  for (const overlay of [...engine.overlays.held.values(), ...engine.overlays.suppressed.values()]) noteOverlay(situation, overlay, false, ledger.point(overlay.enterprise, overlay.point)?.source)
  if (now - heardAt > BRIEF_ABSENCE_MS) engine.memory.deafUntil = now
  // What has just been read need not be written again.
  takeChanges(engine)
  for (const id of moved) {
    engine.changes.rules.add(id)
    engine.changes.lateRules.add(id)
  }
  endDryRuns(engine)
  endOrphans(engine, ({ enterprise, point }) => engine.memory.points.liveAt[ledger.point(enterprise, point)?.number ?? -1] ?? 0, now)
  refreshGates(engine, now)
  return stored.eventsTo
}

/**
 * What was judged and never became durable in the log is not there to be replayed, and its positions will be given to others: who thinks that he has judged
 * those would lose them. An older store does not say how far it has come: to the end, then.
 */
const restorePlace = async (engine: Engine, stored: number | undefined, end: number, records: AlarmRecords, now: number): Promise<void> => {
  engine.readTo = Math.min(stored ?? end, end)
  if (stored !== engine.readTo) await records.commit({ recordedAt: now, transitions: [], overlays: [], memories: [], forgotten: [], clocks: [], readingsTo: engine.readTo })
}

/**
 * Keeps the clocks of all points that have been heard, and then notes how far judging has come: in this order, so that a kill in between
 * replays too much (which changes nothing) and never too little.
 */
const createClockKeeper = (engine: Engine, flush: () => Promise<void>, readings: ReadingLog, clock: Clock) => {
  let keptAt = 0
  const keepAll = async (): Promise<void> => {
    const position = readings.position()
    const heard = pointsHeardSince(engine.memory.points, keptAt)
    keptAt = clock()
    // Some at a time: the clocks of a whole country in one transaction would hold up everything else for seconds, alarms too.
    for (let from = 0; from < heard.length || from === 0; from += CLOCKS_AT_ONCE) {
      for (const point of heard.slice(from, from + CLOCKS_AT_ONCE)) engine.changes.points.add(point)
      await flush()
      await turn()
    }
    await readings.keep(position)
  }
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  // One after the other, and one that waits: with many points a round may take longer than the time between two.
  return (): Promise<void> => next ??= running.catch(() => undefined).then(() => {
    next = undefined
    running = keepAll()
    return running
  })
}

const startTimers = (engine: Engine, watch: () => void, flush: () => Promise<void>, keep: () => void, clock: Clock) => {
  let lastTick = clock()
  let lag = 0
  const timers = [
    setInterval(() => {
      const now = clock()
      lag = Math.max(0, now - lastTick - ADVANCE_MS)
      lastTick = now
      // A reading of this ms may still come, and goes before what is due in it.
      advanceEngine(engine, now, false)
      void flush()
    }, ADVANCE_MS),
    setInterval(watch, PRESENCE_MS),
    setInterval(keep, KEEP_CLOCKS_MS),
  ]
  return {
    stop: () => { for (const timer of timers) clearInterval(timer) },
    /** How late the last tick was, or the one that is due now. */
    lagMs: () => Math.max(lag, clock() - lastTick - ADVANCE_MS),
  }
}
