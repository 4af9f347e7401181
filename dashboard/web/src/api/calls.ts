import { z } from 'zod'
import { Alarm, AlarmComment } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { FeedReading } from '@hazardwatch/shared/feed-message'
import { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
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

/** The newest occurrences of a point, open or not. */
export const fetchPointAlarms = async (enterprise: string, point: string): Promise<Alarm[]> =>
  (await request(AlarmPage, `alarms?enterprise=${query(enterprise)}&point=${query(point)}&limit=100`)).items

export const acknowledgeAlarm = (id: string, by: string): Promise<Alarm> => post(Alarm, `alarms/${id}/acknowledge`, { by })

export const fetchComments = (id: string): Promise<AlarmComment[]> => requestAll(AlarmComment, `alarms/${id}/comments`)
export const postComment = (id: string, by: string, text: string): Promise<AlarmComment> => post(AlarmComment, `alarms/${id}/comments`, { by, text })

export const fetchIngestHealth = (): Promise<IngestHealth> => requestRoot(IngestHealth, 'health')
