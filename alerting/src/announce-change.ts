import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import type { Clock } from '@hazardwatch/shared/clock'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { splitPointKey } from '@hazardwatch/shared/ids'
import type { Log } from '@hazardwatch/shared/node/log'
import type { Region } from '@hazardwatch/shared/region'
import { ancestorsOf } from '@hazardwatch/shared/region-tree'
import { noteAlarm, noteOverlay, notePresences, reassess, type Situation } from './follow-situation.ts'
import type { AlarmTransition, OverlayTransition } from './alarm-transition.ts'
import { noteAnnunciation, passFloods } from './nuisance/flood-book.ts'
import { overlayView } from './overlay-book.ts'
import type { PointMemory } from './point-memory.ts'

/** When a country falls silent, the alarms that say so must not wait until each of its points has been told. */
const PRESENCES_AT_ONCE = 10_000

export interface AnnounceOptions {
  situation: Situation
  ledger: Pick<Ledger, 'enterprise' | 'source' | 'point'>
  regions: readonly Region[]
  subscribers: Record<string, (change: EngineChange) => void>
  clock: Clock
  log: Log
}

/** County of an enterprise and everything above it. */
const regionsAbove = (ledger: AnnounceOptions['ledger'], regions: readonly Region[]) => (enterprise: string): string[] => {
  const county = ledger.enterprise(enterprise)?.region
  return county === undefined ? [] : [county, ...ancestorsOf(regions, county).map((region) => region.adcode)]
}

/** Tells the outside what has become durable: alarms first, then the colours that follow from them. */
export const createAnnouncer = ({ situation, ledger, regions, subscribers, clock, log }: AnnounceOptions) => {
  /** One subscriber's throw cannot stop the others. */
  const tell = (change: EngineChange): void => {
    for (const [name, receive] of Object.entries(subscribers)) {
      try {
        receive(change)
      } catch (error) {
        log.error({ err: error, subscriber: name, change: change.type }, 'a subscriber of alarm changes failed')
      }
    }
  }
  const regionsOf = regionsAbove(ledger, regions)
  const sourceOf = (key: string) => {
    const parts = splitPointKey(key)
    return parts && ledger.source(parts.enterprise, parts.tag)
  }
  const risk = (): void => {
    if (situation.stale.size === 0) return
    const changed = reassess(situation, sourceOf, regionsOf)
    if (changed.sources.length + changed.regions.length > 0) tell({ type: 'risk', ...changed })
  }
  const flood = (floods: Flood[]): void => {
    if (floods.length > 0) tell({ type: 'flood', floods })
  }
  const alarm = (changed: Alarm): void => {
    noteAlarm(situation, changed)
    tell({ type: 'alarm', alarm: changed })
  }
  return {
    /** @param recordedAt wall time as it is stored: after a restart a flood goes on from the same times */
    transitions: (transitions: readonly AlarmTransition[], overlays: readonly OverlayTransition[], recordedAt: number): void => {
      for (const { overlay, ended } of overlays) {
        noteOverlay(situation, overlay, ended, ledger.point(overlay.enterprise, overlay.point)?.source)
        tell({ type: 'overlay', overlay: overlayView(overlay), ended })
      }
      // What is hidden is told too: its state says that it must not ask for attention. Late occurrences and those of a dry run are recorded only.
      for (const transition of transitions) if (!transition.alarm.late && !transition.alarm.dryRun) alarm(transition.alarm)
      const told = transitions.filter(({ event, announced }) => event === 'raised' && announced)
      flood(told.flatMap((transition) => noteAnnunciation(situation.floods, regionsOf(transition.alarm.enterprise), recordedAt)))
      risk()
    },
    /** Lets time pass for the floods. */
    floods: (): void => { flood(passFloods(situation.floods, clock())) },
    /** What was told before a restart still counts. */
    recall: (told: readonly { enterprise: string; annunciatedAt: number | null }[]): void => {
      for (const { enterprise, annunciatedAt } of told) if (annunciatedAt !== null) noteAnnunciation(situation.floods, regionsOf(enterprise), annunciatedAt)
      passFloods(situation.floods, clock())
    },
    alarm,
    risk,
    /** @returns whether more points may have changed than are told at once: ask again when others have had their turn. */
    presences: (memory: PointMemory): boolean => {
      const points = notePresences(situation, memory, clock(), PRESENCES_AT_ONCE)
      if (points.length > 0) tell({ type: 'presence', points })
      risk()
      return points.length === PRESENCES_AT_ONCE
    },
  }
}

export type Announcer = ReturnType<typeof createAnnouncer>
