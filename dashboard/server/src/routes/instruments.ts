import { EnterpriseCode, pointKey, Tag } from '@hazardwatch/shared/ids'
import { BumpTest, BumpTestRequest, Calibration, CalibrationRecord, CalibrationView, bumpPresets } from '@hazardwatch/shared/instrument-care'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import { queryFlag } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

type Parts = Pick<ServerParts, 'instruments' | 'turn'>

/** The tag is a wildcard because it may contain slashes, encoded or not. */
const Key = z.object({ enterprise: EnterpriseCode, '*': Tag.describe('Tag, URI-encoded; may contain slashes') })
const { calibratedAt, by, reference, result, ...needed } = Calibration.shape

/** When each instrument was calibrated last, and when it is due. */
export const calibrationRoutes = (app: ApiServer, { instruments, turn }: Parts): void => {
  ledgerResource(app, {
    name: 'calibrations',
    turn,
    keyPath: '/:enterprise/*',
    key: Key,
    // What was read may be written back; of an instrument that is new nothing but the interval is known.
    fields: { ...needed, ...z.object({ calibratedAt, by, reference, result }).partial().shape, ...CalibrationView.pick({ dueAt: true, overdue: true }).partial().shape },
    item: Calibration,
    complete: (written) => ({ calibratedAt: null, by: null, reference: null, result: null, ...written }),
    view: CalibrationView,
    toView: (item) => instruments.view(item),
    filter: { enterprise: EnterpriseCode.optional(), tag: Tag.optional(), overdue: queryFlag.optional() },
    list: ({ enterprise, tag, overdue }) =>
      instruments.calibrations().filter((item) => (enterprise === undefined || item.enterprise === enterprise) && (tag === undefined || item.tag === tag) && (overdue === undefined || instruments.view(item).overdue === overdue)),
    keyOf: ({ enterprise, tag }) => pointKey(enterprise, tag),
    keyText: ({ enterprise, '*': tag }) => pointKey(enterprise, tag),
    find: ({ enterprise, '*': tag }) => instruments.calibration(enterprise, tag),
    create: (items) => instruments.createCalibrations(items),
    replace: (item) => instruments.replaceCalibration(item),
    retire: ({ enterprise, '*': tag }) => instruments.retireCalibration(enterprise, tag),
  })
  app.get('/api/v1/calibration-records', {
    schema: {
      tags: ['calibrations'], summary: 'Every calibration that was recorded for a point, the newest first', querystring: z.strictObject({ enterprise: EnterpriseCode, tag: Tag }),
      response: { 200: pageOf(CalibrationRecord), ...problems('bad_request') },
    },
  }, async ({ query: { enterprise, tag } }) => ({ items: await instruments.calibrationHistory(enterprise, tag), next: null }))
}

const Preset = z.object({ gas: z.string(), expectedT90S: z.number(), calibrationDays: z.number(), standard: z.string() })
const Id = z.object({ id: z.string().min(1).max(100) })
const List = z.strictObject({ enterprise: EnterpriseCode.optional(), tag: Tag.optional(), limit: z.coerce.number().int().min(1).max(1_000).default(100), cursor: z.string().max(100).optional() })

/** Tests of a gas detector with gas of known concentration. */
export const bumpTestRoutes = (app: ApiServer, { instruments }: Parts): void => {
  app.get('/api/v1/bump-test-presets', {
    schema: { tags: ['bump-tests'], summary: 'What is usual for a test gas; [M] = not checked against the standard itself', querystring: z.strictObject({}), response: { 200: pageOf(Preset), ...problems('bad_request') } },
  }, () => ({ items: [...bumpPresets], next: null }))
  app.post('/api/v1/bump-tests', {
    schema: {
      tags: ['bump-tests'], summary: 'Begin a bump test: the alarms of this point alone are suppressed by design until it ends, at the latest after maxS', body: BumpTestRequest,
      response: { 201: BumpTest, ...problems('bad_request', 'unknown_reference', 'already_exists', 'rule_impossible', 'forbidden_origin') },
    },
  }, async ({ body }, reply) => reply.code(201).send(await instruments.startTest(body)))
  app.get('/api/v1/bump-tests', {
    schema: { tags: ['bump-tests'], summary: 'Bump tests, the newest first', querystring: List, response: { 200: pageOf(BumpTest), ...problems('bad_request') } },
  }, ({ query }) => instruments.listTests(query))
  app.get('/api/v1/bump-tests/:id', {
    schema: { tags: ['bump-tests'], summary: 'One bump test', params: Id, response: { 200: BumpTest, ...problems('bad_request', 'not_found') } },
  }, async ({ params: { id } }) => {
    const test = await instruments.findTest(id)
    if (test === undefined) throw noSuch('bump-tests', id)
    return test
  })
  const step = (path: string, summary: string, work: (id: string) => Promise<BumpTest>): void => {
    app.post(`/api/v1/bump-tests/:id/${path}`, {
      schema: { tags: ['bump-tests'], summary, params: Id, body: z.strictObject({}).nullish(), response: { 200: BumpTest, ...problems('bad_request', 'not_found', 'alarm_state', 'forbidden_origin') } },
    }, ({ params: { id } }) => work(id))
  }
  step('apply', 'The gas is applied now: the response is counted from here on', (id) => instruments.applyGas(id))
  step('end', 'The gas is taken away now: the response is measured and the result recorded', (id) => instruments.endTest(id))
  step('cancel', 'End a bump test without a result', (id) => instruments.cancelTest(id))
}
