import { isOpen, type Alarm, type AlarmChange, type AlarmComment, type AlarmJournalEntry } from '@hazardwatch/shared/alarm'
import { evidenceKinds, isEvidence } from '@hazardwatch/shared/alarm-mark'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { AlarmDesk, AlarmFilter, AlarmTarget, Order, ShelveOrder } from '@hazardwatch/shared/alarm-desk'
import { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import type { AnomalyModel } from '@hazardwatch/shared/point-model'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { RegionRisk, SourceRisk } from '@hazardwatch/shared/risk'
import { isoTime } from '@hazardwatch/shared/time'
import { refusal } from './refusal.ts'

const none = { count: 0, median: null, p90: null }

/** The figures of a time in which nothing happened. */
const calmKpis = (region: string, from: number, to: number, operators: number): AlarmKpis => AlarmKpis.parse({
  region, from: isoTime(from), to: isoTime(to), operators, alarms: 0, perTenMinutes: 0, perDay: 0, peakTenMinutes: 0, peakAt: null, course: [], floodShare: 0, floods: [],
  priorities: Object.fromEntries(priorities.map((priority) => [priority, { count: 0, share: 0 }])), top: [], topTenShare: 0, chattering: [], chatteringCount: 0, fleeting: [], fleetingCount: 0,
  standing: 0, stale: 0, acknowledgeS: none, clearS: none, unacknowledged: 0,
})

/** For tests: the alarm desk in memory. What it holds is set directly; it judges nothing. */
export const createDeskFake = () => {
  const alarms = new Map<string, Alarm>()
  const comments: AlarmComment[] = []
  const filters: AlarmFilter[] = []
  const orders: unknown[][] = []
  const state = { changes: [] as AlarmChange[], journal: [] as AlarmJournalEntry[], overlays: [] as AlarmOverlay[], sourceRisks: [] as SourceRisk[], regionRisks: [] as RegionRisk[], absences: [] as PointPresence[], models: new Map<number, AnomalyModel[]>(), lagMs: 0, judgedAt: null as number | null }

  const need = (id: string): Alarm => {
    const alarm = alarms.get(id)
    if (alarm === undefined) throw refusal('not_found', `alarms has no ${id}`)
    return alarm
  }
  const desk: AlarmDesk = {
    list: async (filter) => {
      filters.push(filter)
      return { items: [...alarms.values()], next: null }
    },
    find: async (id) => alarms.get(id),
    acknowledge: async (id, by) => {
      const alarm = need(id)
      if (alarm.state !== 'unacknowledged') throw refusal('alarm_state', `it is ${alarm.state}`)
      const next: Alarm = { ...alarm, state: 'acknowledged', acknowledgedAt: isoTime(0), acknowledgedBy: by }
      alarms.set(id, next)
      return next
    },
    ...fakeCommands(orders, need),
    kpis: async (...asked) => {
      orders.push(['kpis', ...asked])
      return calmKpis(...asked)
    },
    changes: async (after, limit, region) => {
      orders.push(['changes', after, limit, region])
      return state.changes
    },
    journal: async (id) => {
      need(id)
      return state.journal
    },
    comment: async (id, by, text) => {
      const alarm = need(id)
      alarms.set(id, { ...alarm, comments: alarm.comments + 1 })
      const comment = { id: comments.length + 1, alarm: alarm.id, at: isoTime(0), by, text }
      comments.push(comment)
      return comment
    },
    comments: async (id) => comments.filter((comment) => comment.alarm === id),
    openAlarms: () => [...alarms.values()].filter(isOpen),
    overlays: () => state.overlays,
    anomalyModels: (point) => state.models.get(point) ?? [],
    floods: () => [],
    sourceRisks: () => state.sourceRisks,
    liveLevel: (owner, code) => state.sourceRisks.find((risk) => risk.enterprise === owner && risk.source === code)?.level ?? 'unknown',
    regionRisks: () => state.regionRisks,
    regionRisk: (region) => state.regionRisks.filter((known) => known.region === region).map((risk) => ({ ...risk, children: [], contributions: [] }))[0],
    absences: () => state.absences,
    health: () => ({ lagMs: state.lagMs, judgedAt: state.judgedAt, gaps: { excludedPoints: 0, rulesWithoutPoints: 0 } }),
  }
  return { desk, alarms, filters, orders, state }
}

/** Commands that are noted and change nothing. */
const fakeCommands = (orders: unknown[][], need: (id: string) => Alarm) => {
  const ordered = async (command: string, id: string, ...words: (string | null)[]): Promise<Alarm> => {
    orders.push([command, id, ...words])
    return need(id)
  }
  const hidden = async (command: string, target: AlarmTarget, order: Order): Promise<AlarmOverlay> => {
    orders.push([command, target, order])
    const rule = 'rule' in target ? target.rule : need(target.alarm).rule
    return { enterprise: 'E', point: 'P', rule, state: 'shelved', since: isoTime(0), until: null, oneShot: false, by: order.by, reason: order.reason, causes: {} }
  }
  return {
    reset: (id: string, by: string) => ordered('reset', id, by),
    confirm: (id: string, by: string) => ordered('confirm', id, by),
    mark: (id: string, by: string, useful: boolean) => {
      if (!isEvidence(need(id).kind)) throw refusal('mark_refused', 'it is a limit')
      return ordered('mark', id, by, String(useful))
    },
    detectors: async (enterprise: string | undefined) => {
      orders.push(['detectors', enterprise])
      return evidenceKinds.map((kind) => ({ kind, alarms: 0, useful: 0, notUseful: 0, usefulShare: null }))
    },
    assign: (id: string, by: string, assignee: string | null) => ordered('assign', id, by, assignee),
    shelve: (target: AlarmTarget, order: ShelveOrder) => {
      if ((order.forS ?? 0) > 86_400) throw refusal('shelve_too_long', 'at most a day')
      return hidden('shelve', target, order)
    },
    unshelve: (target: AlarmTarget, order: Order) => hidden('unshelve', target, order),
    outOfService: (target: AlarmTarget, order: Order) => hidden('outOfService', target, order),
    returnToService: (target: AlarmTarget, order: Order) => hidden('returnToService', target, order),
    suppress: (target: AlarmTarget, order: Order) => hidden('suppress', target, order),
    unsuppress: (target: AlarmTarget, order: Order) => hidden('unsuppress', target, order),
  } satisfies Partial<AlarmDesk>
}
