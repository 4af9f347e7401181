import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmDesk, AlarmFilter } from '@hazardwatch/shared/alarm-desk'
import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { splitPointKey } from '@hazardwatch/shared/ids'
import type { AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import type { Region } from '@hazardwatch/shared/region'
import { childrenOf, COUNTRY, findRegion, regionsWithin } from '@hazardwatch/shared/region-tree'
import { putAlarm } from './alarm-book.ts'
import type { Announcer } from './announce-change.ts'
import { createCommands } from './desk-commands.ts'
import type { Engine } from './engine-state.ts'
import { absencesOf, type Situation } from './follow-situation.ts'
import type { DeadbandBook } from './nuisance/deadband-book.ts'
import { currentFloods } from './nuisance/flood-book.ts'
import type { AlarmFigures } from './nuisance/figures.ts'
import { anomalyModels } from './point-models.ts'
import { overlayView } from './overlay-book.ts'
import { regionContributions, regionRisk, sourceLevel } from './risk-map.ts'

export interface DeskOptions {
  engine: Engine
  situation: Situation
  records: AlarmRecords
  flush: () => Promise<void>
  announcer: Announcer
  regions: readonly Region[]
  regionOf: (enterprise: string) => string
  figures: AlarmFigures
  deadbands: DeadbandBook
  /** Longest shelving. */
  shelveMaxS: number
  health: AlarmDesk['health']
  clock: Clock
}

/** What the outside may ask of the alarm engine: see the port. */
export const createAlarmDesk = (options: DeskOptions): AlarmDesk => ({
  ...queries(options),
  ...levels(options),
  ...createCommands(options),
  comment: (id, by, text) => comment(options, id, by, text),
  comments: async (id) => {
    await existing(options, id)
    return options.records.comments(id)
  },
  anomalyModels: (point) => anomalyModels(options.engine, point),
  health: options.health,
})

const queries = ({ records, situation, regions, figures, deadbands }: DeskOptions) => {
  /** Undefined: all of them. */
  const countiesOf = (region: string): string[] | undefined => (region === COUNTRY ? undefined : [...regionsWithin(regions, region) ?? []])
  return {
    list: (filter: AlarmFilter) => records.list({ ...filter, ...byPoint(filter), ...byRegion(filter, regions) }),
    find: (id: string) => records.find(id),
    changes: (after: number, limit: number, region: string) => records.changes(after, limit, countiesOf(region)),
    kpis: async (region: string, from: number, to: number, operators: number) => {
      const { kpis, chatter } = await figures.find({ region, counties: countiesOf(region), from, to, operators })
      return deadbands.fill(kpis, chatter)
    },
    journal: async (id: string) => {
      await existing({ records }, id)
      return records.journal(id)
    },
    detectors: (enterprise: string | undefined) => records.detectors(enterprise),
    openAlarms: () => [...situation.open.values()],
    floods: () => currentFloods(situation.floods),
    overlays: () => [...situation.overlays.values()].map(overlayView),
    absences: (points?: readonly number[]) => absencesOf(situation, points),
  }
}

const byPoint = (filter: AlarmFilter): Partial<AlarmFilter> => {
  const parts = filter.point === undefined ? undefined : splitPointKey(filter.point)
  // A tag may hold slashes too: `ENT/TAG` is meant unless the enterprise is given beside it.
  return parts === undefined || filter.enterprise !== undefined ? {} : { enterprise: parts.enterprise, point: parts.tag }
}

const byRegion = ({ region }: AlarmFilter, regions: readonly Region[]): { regions?: string[] } =>
  region === undefined ? {} : { regions: [...regionsWithin(regions, region) ?? []] }

const levels = ({ situation, regions }: DeskOptions) => ({
  sourceRisks: () => [...situation.risk.sources.values()].map((placed) => placed.risk),
  liveLevel: (enterprise: string, source: string) => sourceLevel(situation.risk, enterprise, source),
  regionRisks: () => [...situation.risk.counts.keys()].map((region) => regionRisk(situation.risk, region)),
  regionRisk: (region: string) => findRegion(regions, region) && {
    ...regionRisk(situation.risk, region),
    children: childrenOf(regions, region).map((child) => regionRisk(situation.risk, child.adcode)),
    ...regionContributions(situation.risk, region),
  },
})

const existing = async ({ records }: Pick<DeskOptions, 'records'>, id: string): Promise<Alarm> => {
  const alarm = await records.find(id)
  if (alarm === undefined) throw new HazardError('not_found', { en: `alarm ${id} does not exist`, zh: `没有报警 ${id}` })
  return alarm
}

const comment = async (options: DeskOptions, id: string, by: string, text: string) => {
  await existing(options, id)
  const written = await options.records.addComment(id, by, text, options.clock())
  const open = options.engine.alarms.byId.get(id)
  if (open !== undefined) {
    const counted = { ...open, comments: open.comments + 1 }
    putAlarm(options.engine.alarms, counted)
    options.announcer.alarm(counted)
  }
  return written
}
