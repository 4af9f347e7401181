import { Readable } from 'node:stream'
import { Alarm, AlarmComment, alarmStates, hidingStates, isOpen, type AlarmState } from '@hazardwatch/shared/alarm'
import type { AlarmDesk, AlarmFilter } from '@hazardwatch/shared/alarm-desk'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import { Adcode, AlarmId, EnterpriseCode, SourceCode } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import { csvHead, csvLine } from '../alarm-csv.ts'
import type { ApiServer } from '../api-server.ts'
import { pageQuery } from '../list-page.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import { queryFlag, queryList, queryTime } from '../query-fields.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'
import { By, Text, UNNAMED } from './alarm-commands.ts'

/** Words for several states at once. */
const stateWords = {
  open: alarmStates.filter((state) => isOpen({ state })),
  active: ['unacknowledged', 'acknowledged'],
  hidden: [...hidingStates],
} satisfies Record<string, AlarmState[]>

const wanted = {
  enterprise: EnterpriseCode.optional(),
  source: SourceCode.optional(),
  point: z.string().max(200).optional().describe('Tag, or ENT/TAG'),
  rule: z.string().max(200).optional(),
  state: queryList([...alarmStates, 'open', 'active', 'hidden']).optional(),
  priority: queryList(priorities).optional(),
  region: Adcode.optional().describe('With everything below it'),
  from: queryTime.optional().describe('raisedAt, inclusive'),
  to: queryTime.optional().describe('raisedAt, exclusive'),
  late: queryFlag.optional(),
  dryRun: queryFlag.optional().describe('true: only what rules in a dry run would have alarmed; left out: everything else'),
}
const Query = z.strictObject({ ...wanted, ...pageQuery })
const CsvQuery = z.strictObject({ ...wanted, language: z.enum(['zh', 'en']).default('zh').describe('Of the names of enterprises, sources and points') })

/** @returns the filter of the desk; what was not asked for is left out. */
const alarmFilter = ({ state, priority, limit, ...rest }: Omit<z.output<typeof Query>, 'cursor'> & { cursor?: string | undefined }): AlarmFilter => {
  const filter: AlarmFilter = { limit }
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) Object.assign(filter, { [name]: value })
  if (priority !== undefined) filter.priorities = priority
  if (state !== undefined) filter.states = [...new Set(state.flatMap((word) => (word === 'open' || word === 'active' || word === 'hidden' ? stateWords[word] : [word])))]
  return filter
}

const CSV = 'text/csv'
/** A page of the list at a time, and no page before the one before it is gone: a month of a country is more than fits into memory, and alarms have their turn between two. */
const ROWS_A_PAGE = 200

async function* csvOf({ desk, turn }: Pick<ServerParts, 'desk' | 'turn'>, filter: AlarmFilter, first: Awaited<ReturnType<AlarmDesk['list']>>, write: (alarm: Alarm) => string): AsyncGenerator<string> {
  yield csvHead
  for (let page = first; ; page = await desk.list({ ...filter, cursor: page.next })) {
    yield page.items.map(write).join('')
    if (page.next === null) return
    await turn()
  }
}

const Params = z.object({ id: AlarmId })
export const alarmRoutes = (app: ApiServer, { desk, ledger, regions, turn }: Pick<ServerParts, 'desk' | 'ledger' | 'regions' | 'turn'>): void => {
  app.get('/api/v1/alarms', {
    schema: {
      tags: ['alarms'], summary: 'List alarms, newest first', querystring: Query,
      response: { 200: pageOf(Alarm), ...problems('bad_request', 'unknown_reference') },
    },
  }, async ({ query }) => {
    if (query.region !== undefined) inRegionOf(regions, ledger, query.region)
    return desk.list(alarmFilter(query))
  })
  app.get('/api/v1/alarms.csv', {
    schema: {
      tags: ['alarms'], summary: 'All alarms that the list would show page by page, newest first, as a table; one that breaks off is not whole', querystring: CsvQuery,
      response: { 200: { description: 'A table (RFC 4180, UTF-8)', content: { [CSV]: { schema: z.string() } } }, ...problems('bad_request', 'unknown_reference') },
    },
    serializerCompiler: () => String,
  }, async ({ query: { language, ...query } }, reply) => {
    if (query.region !== undefined) inRegionOf(regions, ledger, query.region)
    const filter = alarmFilter({ ...query, limit: ROWS_A_PAGE })
    // What is refused is refused before the table begins.
    const first = await desk.list(filter)
    return reply.type(`${CSV}; charset=utf-8`).header('content-disposition', 'attachment; filename="alarms.csv"')
      .send(Readable.from(csvOf({ desk, turn }, filter, first, (alarm) => csvLine(alarm, ledger, language)), { highWaterMark: 1 }) as never)
  })
  app.get('/api/v1/alarms/:id', {
    schema: { tags: ['alarms'], summary: 'Read one of the alarms', params: Params, response: { 200: Alarm, ...problems('bad_request', 'not_found') } },
  }, async ({ params }) => {
    const alarm = await desk.find(params.id)
    if (alarm === undefined) throw noSuch('alarms', params.id)
    return alarm
  })
}

export const alarmCommentRoutes = (app: ApiServer, { desk }: Pick<ServerParts, 'desk'>): void => {
  app.get('/api/v1/alarms/:id/comments', {
    schema: {
      tags: ['alarms'], summary: 'Comments of an alarm, oldest first', params: Params,
      response: { 200: pageOf(AlarmComment), ...problems('bad_request', 'not_found') },
    },
  }, async ({ params }) => {
    if ((await desk.find(params.id)) === undefined) throw noSuch('alarms', params.id)
    return { items: await desk.comments(params.id), next: null }
  })
  app.post('/api/v1/alarms/:id/comments', {
    schema: {
      tags: ['alarms'], summary: 'Comment on an alarm', params: Params, body: z.strictObject({ by: By.default(UNNAMED), text: Text }),
      response: { 201: AlarmComment, ...problems('bad_request', 'not_found', 'forbidden_origin') },
    },
  }, async ({ params, body }, reply) => reply.code(201).send(await desk.comment(params.id, body.by, body.text)))
}
