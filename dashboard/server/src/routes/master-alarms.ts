import { Readable } from 'node:stream'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { RuleChange } from '@hazardwatch/shared/rule-change'
import { readRuleSheet, sheetColumns, sheetRow, type ReadSheet, type SheetCell } from '@hazardwatch/shared/rule-sheet'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageQuery } from '../list-page.ts'
import { problems } from '../problem-details.ts'
import { queryFlag } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { createWorkbookDesk, MOST_ROWS, type WorkbookDesk } from '../workbook/workbook-desk.ts'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const ImportQuery = z.strictObject({
  dryRun: queryFlag.default(false).describe('Check only, write nothing'),
  by: z.string().trim().min(1).max(120).optional(),
  reason: z.string().trim().min(1).max(1_000).optional(),
})
const Report = z.object({
  rows: z.number().int().describe('Rows with a rule'),
  created: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  written: z.boolean().describe('False: there are faults, or it was a dry run'),
  faults: z.array(z.object({ row: z.number().int(), column: z.string().nullable(), message: z.string(), messageZh: z.string() })),
})

const Sheet = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))

const ROWS_A_TURN = 500

/** The rules of enterprises in the order of their codes, each in the order of its ids; between the parts others have their turn. */
async function* rowsInTurns(ledger: Ledger, enterprise: string | undefined, turn: () => Promise<unknown>): AsyncGenerator<SheetCell[][]> {
  const codes = enterprise === undefined ? ledger.enterprises().map(({ code }) => code).sort() : [enterprise]
  for (const code of codes) {
    const rules = ledger.rules({ enterprise: code }).sort((a, b) => (a.id < b.id ? -1 : 1))
    for (let first = 0; first < rules.length; first += ROWS_A_TURN) {
      yield rules.slice(first, first + ROWS_A_TURN).map((rule) => sheetRow(rule, ledger.point(rule.enterprise, rule.point)))
      await turn()
    }
  }
}

/** A country has more than fits into memory at once. */
async function* jsonOf(parts: AsyncIterable<SheetCell[][]>): AsyncGenerator<string> {
  yield `[${JSON.stringify(sheetColumns)}`
  for await (const rows of parts) yield rows.map((row) => `,\n${JSON.stringify(row)}`).join('')
  yield ']'
}

/** The master alarm database (ISA-18.2): all rules with their rationalisation, as a spreadsheet or as JSON, out and back in. */
export const masterAlarmRoutes = async (app: ApiServer, { ledger, turn }: Pick<ServerParts, 'ledger' | 'turn'>): Promise<void> => {
  const querystring = z.strictObject({ enterprise: EnterpriseCode.optional() })
  const workbooks = createWorkbookDesk()
  app.get('/api/v1/master-alarms', {
    schema: {
      tags: ['rules'], summary: 'The master alarm database: rules with consequence, cause, operator action, time to respond and the reason of their priority; the first row names the columns',
      querystring, response: { 200: Sheet, ...problems('bad_request') },
    },
  }, async ({ query }, reply) => reply.type('application/json; charset=utf-8').send(Readable.from(jsonOf(rowsInTurns(ledger, query.enterprise, turn))) as never))
  app.get('/api/v1/master-alarms.xlsx', {
    schema: {
      tags: ['rules'], summary: `The master alarm database as an Excel workbook, of at most ${MOST_ROWS.toLocaleString('en')} rules`, querystring,
      response: { 200: { description: 'An Excel workbook', content: { [WORKBOOK]: { schema: z.unknown() } } }, ...problems('bad_request', 'busy') },
    },
    serializerCompiler: () => String,
  }, async ({ query: { enterprise } }, reply) => {
    checkFits(ledger.rules({ enterprise }).length)
    return reply.type(WORKBOOK).header('content-disposition', 'attachment; filename="master-alarms.xlsx"').send(await workbooks.write(rowsInTurns(ledger, enterprise, turn)))
  })
  await app.register(async (scope) => { importRoute(scope, ledger, workbooks) })
  app.get('/api/v1/rule-changes', {
    schema: {
      tags: ['rules'], summary: 'Every edit of rules, newest first: who, when, before, after, why',
      querystring: z.strictObject({ rule: z.string().max(200).optional(), enterprise: EnterpriseCode.optional(), ...pageQuery }),
      response: { 200: pageOf(RuleChange), ...problems('bad_request') },
    },
  }, ({ query }) => ledger.ruleChanges(query))
}

const checkFits = (rules: number): void => {
  if (rules <= MOST_ROWS) return
  throw new HazardError('bad_request', {
    en: `there are ${rules} rules, and a workbook takes ${MOST_ROWS}; ask for one enterprise (?enterprise=CODE), or take the JSON (GET /api/v1/master-alarms)`,
    zh: `共有 ${rules} 条规则，而一个工作簿至多 ${MOST_ROWS} 条；请按企业导出（?enterprise=编码），或改取 JSON（GET /api/v1/master-alarms）`,
  })
}

const importRoute = (app: ApiServer, ledger: Ledger, workbooks: WorkbookDesk): void => {
  app.addContentTypeParser(WORKBOOK, { parseAs: 'buffer' }, (_request, body, done) => { done(null, body) })
  app.post('/api/v1/master-alarms', {
    schema: {
      tags: ['rules'], summary: 'Write the master alarm database: an .xlsx workbook or the JSON of the export. All or nothing; every fault is told with its row',
      querystring: ImportQuery, body: z.unknown().describe('The workbook, or an array of rows'), response: { 200: Report, ...problems('bad_request', 'unsupported_media_type', 'forbidden_origin', 'busy') },
    },
  }, async ({ body, query: { dryRun, by, reason } }) => {
    const sheet = readRuleSheet(await rowsIn(body, workbooks))
    const report = reportOn(ledger, sheet)
    const written = !dryRun && report.faults.length === 0 && report.created + report.changed > 0
    if (written) await ledger.putRules(sheet.rules.map(({ rule }) => rule), { by: by ?? null, reason: reason ?? null })
    return { ...report, written }
  })
}

const rowsIn = async (body: unknown, workbooks: WorkbookDesk): Promise<unknown[][]> => {
  if (Buffer.isBuffer(body)) return workbooks.read(body)
  if (Array.isArray(body) && body.every((row): row is unknown[] => Array.isArray(row))) return body
  throw new HazardError('bad_request', { en: 'the body is neither a workbook nor an array of rows; GET /api/v1/master-alarms shows the form', zh: '请求体既不是工作簿，也不是行的数组；格式见 GET /api/v1/master-alarms' })
}

const reportOn = (ledger: Ledger, { rules, faults }: ReadSheet) => {
  const found = ledger.ruleFaults(rules.map(({ rule }) => rule))
  const impossible = rules.flatMap(({ row }, index) => (found[index] === null || found[index] === undefined ? [] : [{ row, column: null, message: found[index] }]))
  const known = rules.map(({ rule }) => ({ rule, before: ledger.rule(rule.id) }))
  const created = known.filter(({ before }) => before === undefined).length
  const unchanged = known.filter(({ rule, before }) => before !== undefined && JSON.stringify(sheetRow(before, undefined)) === JSON.stringify(sheetRow(rule, undefined))).length
  return { rows: rules.length, created, changed: rules.length - created - unchanged, unchanged, faults: [...faults, ...impossible].sort((a, b) => a.row - b.row).map(({ message: { en, zh }, ...place }) => ({ ...place, message: en, messageZh: zh })) }
}
