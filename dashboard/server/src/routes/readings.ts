import { HazardError } from '@hazardwatch/shared/error-codes'
import { FeedReading } from '@hazardwatch/shared/feed-message'
import { splitPointKey } from '@hazardwatch/shared/ids'
import { marksOf, readingMarks, type ReadingMark } from '@hazardwatch/shared/reading-mark'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { History, HistoryQuery } from '@hazardwatch/shared/reading-store'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { feedReading } from '../latest-readings.ts'
import { problems } from '../problem-details.ts'
import { queryTime } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { InputError } from '../validate-input.ts'

const DEFAULT_SPAN_MS = 3_600_000
const DEFAULT_POINTS = 2_000
const MAX_POINTS = 100_000

const Query = z.strictObject({
  point: z.string().max(200).describe('ENT/TAG'),
  from: queryTime.optional().describe('Inclusive; ISO 8601 with a zone, or epoch ms. Default: one hour before `to`'),
  to: queryTime.optional().describe('Exclusive. Default: now'),
  maxPoints: z.coerce.number().int().min(2).max(MAX_POINTS).default(DEFAULT_POINTS),
})

const Answer = z.object({
  point: z.string(),
  raw: z.boolean().describe('true: the readings themselves; false: min and max of each bucket in time order'),
  points: z.array(FeedReading).describe('[epoch ms, value or null, quality when it is not good]'),
  marks: z.array(z.tuple([z.number()], z.enum(readingMarks))).optional().describe(
    'How readings came, [epoch ms, mark, …] for those of `points` that have a mark, oldest first: `late` = more than 5 minutes after their time, or from a buffer as their sender said; '
    + '`out_of_order` = when a later reading of the point had been accepted. Only with raw readings, and left out when none has a mark'),
})

export const readingRoutes = (app: ApiServer, { ledger, store, clock, log }: Pick<ServerParts, 'ledger' | 'store' | 'clock' | 'log'>): void => {
  app.get('/api/v1/readings', {
    schema: {
      tags: ['readings'], summary: 'History of a point', querystring: Query,
      response: { 200: Answer, ...problems('bad_request', 'not_found', 'store_unavailable') },
    },
    // The types have been checked where the rows are made; checking 100,000 of them again costs more than reading them.
    serializerCompiler: () => JSON.stringify,
  }, async ({ query }) => {
    const point = pointOf(query.point)
    const to = query.to ?? clock()
    const from = query.from ?? to - DEFAULT_SPAN_MS
    if (from >= to) throw new InputError([{ path: 'query.from', message: { en: `must be before to; given: from ${from} and to ${to} (epoch ms)`, zh: `必须早于 to；给出的是 from ${from}、to ${to}（epoch 毫秒）` } }])
    const { raw, points, marks } = await history({ point: point.number, from, to, maxPoints: query.maxPoints })
    const named = marks?.map(([time, code]): [number, ...ReadingMark[]] => [time, ...marksOf(code)])
    return { point: query.point, raw, points: points.map((reading) => feedReading(...reading)), ...(named !== undefined && { marks: named }) }
  })

  const pointOf = (key: string): NumberedPoint => {
    const parts = splitPointKey(key)
    if (parts === undefined) throw new InputError([{ path: 'query.point', message: { en: `use ENT/TAG, for example DEMO-NH3/GD-07; given: ${JSON.stringify(key)}`, zh: `请写成 企业/位号，例如 DEMO-NH3/GD-07；给出的是：${JSON.stringify(key)}` } }])
    const point = ledger.point(parts.enterprise, parts.tag)
    if (point === undefined) {
      throw new HazardError('not_found', { en: `query.point: ${key} is not registered; GET /api/v1/points?enterprise=${parts.enterprise} lists what is`, zh: `query.point：测点 ${key} 未登记；GET /api/v1/points?enterprise=${parts.enterprise} 可列出全部` })
    }
    return point
  }
  const history = async (query: HistoryQuery): Promise<History> => {
    try {
      return await store.history(query)
    } catch (error) {
      if (error instanceof HazardError) throw error
      log.error({ err: error }, 'the store did not answer a history query')
      throw new HazardError('store_unavailable', 'the store did not answer')
    }
  }
}

