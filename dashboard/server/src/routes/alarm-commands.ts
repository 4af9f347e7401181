import { Alarm, AlarmJournalEntry } from '@hazardwatch/shared/alarm'
import type { AlarmDesk } from '@hazardwatch/shared/alarm-desk'
import type { ErrorCode } from '@hazardwatch/shared/error-codes'
import { AlarmId } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const Params = z.object({ id: AlarmId })
/** Until there are accounts a person is who they say they are; who says nothing is recorded as that. */
export const UNNAMED = 'unnamed'
export const By = z.string().trim().min(1).max(120)
export const Text = z.string().trim().min(1).max(4000)

const Simple = z.strictObject({ by: By.default(UNNAMED), comment: Text.optional() })
/** Hiding an alarm needs a reason: it stands in the journal and in the list of what is hidden. */
export const Hide = z.strictObject({ by: By.default(UNNAMED), reason: Text })
export const Reveal = z.strictObject({ by: By.default(UNNAMED), reason: Text.default('by hand') })
export const Shelve = Hide.extend({
  forS: z.number().min(1).optional().describe('Seconds until it ends by itself; left out = the longest that is allowed'),
  oneShot: z.boolean().default(false).describe('It also ends when the alarm clears'),
})
const Mark = Simple.extend({ useful: z.boolean() })
const Assign = z.strictObject({ by: By.default(UNNAMED), assignee: By.nullable() })

type Desk = Pick<ServerParts, 'desk'>

const answers = (...codes: ErrorCode[]) => ({ 200: Alarm, ...problems('bad_request', 'not_found', 'alarm_state', ...codes, 'forbidden_origin') })

/** What is done to an occurrence: acknowledge, reset, confirm, assign, mark. */
export const alarmCommandRoutes = (app: ApiServer, { desk }: Desk): void => {
  const simple = (path: string, summary: string, work: (id: string, by: string) => Promise<Alarm>): void => {
    app.post(`/api/v1/alarms/:id/${path}`, { schema: { tags: ['alarms'], summary, params: Params, body: Simple.nullish(), response: answers() } }, async ({ params, body }) => {
      const by = body?.by ?? UNNAMED
      const alarm = await work(params.id, by)
      if (body?.comment === undefined) return alarm
      await desk.comment(params.id, by, body.comment)
      return (await desk.find(params.id)) ?? alarm
    })
  }
  simple('acknowledge', 'Acknowledge an alarm', (id, by) => desk.acknowledge(id, by))
  simple('reset', 'Reset a latched alarm', (id, by) => desk.reset(id, by))
  simple('confirm', 'Confirm that the corrective action has been taken', (id, by) => desk.confirm(id, by))
  app.post('/api/v1/alarms/:id/assign', {
    schema: { tags: ['alarms'], summary: 'Say who deals with an alarm', params: Params, body: Assign, response: answers() },
  }, ({ params, body }) => desk.assign(params.id, body.by, body.assignee))
  app.post('/api/v1/alarms/:id/mark', {
    schema: { tags: ['alarms'], summary: 'Say whether an early warning was useful', params: Params, body: Mark, response: answers('mark_refused') },
  }, async ({ params, body }) => {
    const alarm = await desk.mark(params.id, body.by, body.useful)
    if (body.comment === undefined) return alarm
    await desk.comment(params.id, body.by, body.comment)
    return (await desk.find(params.id)) ?? alarm
  })
  app.get('/api/v1/alarms/:id/journal', {
    schema: {
      tags: ['alarms'], summary: 'Everything that happened to an alarm, oldest first', params: Params,
      response: { 200: pageOf(AlarmJournalEntry), ...problems('bad_request', 'not_found') },
    },
  }, async ({ params }) => ({ items: await desk.journal(params.id), next: null }))
}

type Ordered = Exclude<keyof AlarmDesk & ('unshelve' | 'outOfService' | 'returnToService' | 'suppress' | 'unsuppress'), never>

/** What hides the alarm of an occurrence, and what brings it back. */
export const alarmHidingRoutes = (app: ApiServer, { desk }: Desk): void => {
  const after = async (id: string): Promise<Alarm> => {
    const alarm = await desk.find(id)
    if (alarm === undefined) throw noSuch('alarms', id)
    return alarm
  }
  app.post('/api/v1/alarms/:id/shelve', {
    schema: { tags: ['alarms'], summary: 'Shelve an alarm for a time', params: Params, body: Shelve, response: answers('shelve_too_long') },
  }, async ({ params, body }) => {
    const { forS, ...order } = body
    await desk.shelve({ alarm: params.id }, { ...order, ...(forS !== undefined && { forS }) })
    return after(params.id)
  })
  const ordered = (path: string, summary: string, body: typeof Hide | typeof Reveal, command: Ordered): void => {
    app.post(`/api/v1/alarms/:id/${path}`, { schema: { tags: ['alarms'], summary, params: Params, body, response: answers() } }, async (request) => {
      await desk[command]({ alarm: request.params.id }, request.body)
      return after(request.params.id)
    })
  }
  ordered('unshelve', 'Bring a shelved alarm back', Reveal, 'unshelve')
  ordered('out-of-service', 'Take an alarm out of service', Hide, 'outOfService')
  ordered('return-to-service', 'Return an alarm to service', Reveal, 'returnToService')
  ordered('suppress', 'Suppress an alarm that is meaningless by design', Hide, 'suppress')
  ordered('unsuppress', 'End the suppression of an alarm', Reveal, 'unsuppress')
}
