import { z } from 'zod'
import { Alarm, AlarmComment, AlarmJournalEntry, type HidingState } from '@hazardwatch/shared/alarm'
import { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { ConnectionHelp } from '@hazardwatch/shared/connection-help'
import { DeadLetter, ReplayResult } from '@hazardwatch/shared/dead-letters'
import { FeedReading } from '@hazardwatch/shared/feed-message'
import { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { pageOf } from '@hazardwatch/shared/list-page'
import { QuarantinedName } from '@hazardwatch/shared/quarantine'
import { Region } from '@hazardwatch/shared/region'
import { IngestHealth } from '../ingest/ingest-figures.ts'
import { post, request, requestAll, requestRoot } from './client.ts'

const query = encodeURIComponent

export const fetchRegions = (): Promise<Region[]> => requestAll(Region, 'regions')
export const fetchEnterprises = (): Promise<Enterprise[]> => requestAll(Enterprise, 'enterprises')
export const fetchSources = (): Promise<SourceView[]> => requestAll(SourceView, 'sources')
export const fetchPoints = (enterprise: string): Promise<Point[]> => requestAll(Point, `points?enterprise=${query(enterprise)}`)
export const fetchRules = (enterprise: string, point: string): Promise<AlarmRule[]> =>
  requestAll(AlarmRule, `rules?enterprise=${query(enterprise)}&point=${query(point)}`)

const HistoryAnswer = z.object({ point: z.string(), raw: z.boolean(), points: z.array(FeedReading) })
export type HistoryAnswer = z.infer<typeof HistoryAnswer>

/** Readings of ENT/TAG. Times in epoch ms, `to` exclusive. */
export const fetchHistory = (point: string, from: number, to: number, maxPoints: number): Promise<HistoryAnswer> =>
  request(HistoryAnswer, `readings?point=${query(point)}&from=${Math.floor(from)}&to=${Math.ceil(to)}&maxPoints=${maxPoints}`)

const AlarmPage = z.object({ items: z.array(Alarm), next: z.string().nullable().optional() })

/** A page of alarms, newest first. @param asked filters of `GET /api/v1/alarms` */
export const fetchAlarmPage = (asked: string, cursor?: string): Promise<z.infer<typeof AlarmPage>> =>
  request(AlarmPage, `alarms?${asked}&limit=100${cursor === undefined ? '' : `&cursor=${query(cursor)}`}`)

/** The newest occurrences of a point, open or not. */
export const fetchPointAlarms = async (enterprise: string, point: string): Promise<Alarm[]> =>
  (await request(AlarmPage, `alarms?enterprise=${query(enterprise)}&point=${query(point)}&limit=100`)).items

export const acknowledgeAlarm = (id: string, by: string): Promise<Alarm> => post(Alarm, `alarms/${id}/acknowledge`, { by })

export const fetchComments = (id: string): Promise<AlarmComment[]> => requestAll(AlarmComment, `alarms/${id}/comments`)
export const postComment = (id: string, by: string, text: string): Promise<AlarmComment> => post(AlarmComment, `alarms/${id}/comments`, { by, text })

export const fetchIngestHealth = (): Promise<IngestHealth> => requestRoot(IngestHealth, 'health')

export interface Shelving {
  reason: string
  /** Seconds; null = the longest that is allowed. */
  forS: number | null
  oneShot: boolean
}

export const resetAlarm = (id: string, by: string): Promise<Alarm> => post(Alarm, `alarms/${id}/reset`, { by })
export const confirmAlarm = (id: string, by: string): Promise<Alarm> => post(Alarm, `alarms/${id}/confirm`, { by })
export const assignAlarm = (id: string, by: string, assignee: string | null): Promise<Alarm> => post(Alarm, `alarms/${id}/assign`, { by, assignee })
/** Whether an early warning was useful. */
export const markAlarm = (id: string, by: string, useful: boolean): Promise<Alarm> => post(Alarm, `alarms/${id}/mark`, { by, useful })
export const shelveAlarm = (id: string, by: string, { reason, forS, oneShot }: Shelving): Promise<Alarm> =>
  post(Alarm, `alarms/${id}/shelve`, { by, reason, oneShot, ...(forS !== null && { forS }) })
export const takeOutOfService = (id: string, by: string, reason: string): Promise<Alarm> => post(Alarm, `alarms/${id}/out-of-service`, { by, reason })
/** Ends what hides the alarm of a rule on a point. */
export const endHiding = ({ rule, point }: Pick<Alarm, 'rule' | 'point'>, state: HidingState, by: string): Promise<AlarmOverlay> => post(AlarmOverlay, 'overlays/end', { rule, point, state, by })
export const fetchJournal = (id: string): Promise<AlarmJournalEntry[]> => requestAll(AlarmJournalEntry, `alarms/${id}/journal`)

const StatisticsPage = pageOf(LiveStatistics)

export interface ListedGateways {
  gateways: LiveStatistics[]
  /** There are more than are listed. */
  more: boolean
}

/** Gateways of a region, with everything below it: a thousand by their codes, and the offline ones wherever they stand. */
export const fetchStatistics = async (region: string): Promise<ListedGateways> => {
  const path = `gateways/statistics?region=${query(region)}&limit=1000`
  const [some, offline] = await Promise.all([request(StatisticsPage, path), request(StatisticsPage, `${path}&online=false`)])
  const gateways = new Map([...some.items, ...offline.items].map((each) => [`${each.enterprise}/${each.gateway ?? ''}`, each]))
  return { gateways: [...gateways.values()], more: some.next !== null }
}
export const fetchQuarantine = (): Promise<QuarantinedName[]> => requestAll(QuarantinedName, 'quarantine')
export const registerName = (id: string, source: string | null): Promise<Point> => post(Point, `quarantine/${id}/register`, source === null ? {} : { source })

const LetterPage = z.object({ items: z.array(DeadLetter), next: z.union([z.string(), z.number()]).nullable() })
/** The newest messages that could not be accepted as a whole. */
export const fetchDeadLetters = async (): Promise<DeadLetter[]> => (await request(LetterPage, 'ingest/dead-letters?limit=100&payloadBytes=400')).items
export const replayDeadLetters = (): Promise<ReplayResult> => post(ReplayResult, 'ingest/dead-letters/replay', {})
export const fetchConnection = (enterprise: string): Promise<ConnectionHelp> => request(ConnectionHelp, `enterprises/${query(enterprise)}/connect`)

/** Figures of the alarm system. Times in epoch ms, `to` exclusive. */
export const fetchKpis = (region: string, from: number, to: number): Promise<AlarmKpis> => request(AlarmKpis, `kpis?region=${query(region)}&from=${Math.floor(from)}&to=${Math.floor(to)}`)
