import { HazardError } from '@hazardwatch/shared/error-codes'
import type { RuleEdit } from '@hazardwatch/shared/rule-change'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageInTurns, pageQuery } from '../list-page.ts'
import { mergePatch, patchOf } from '../merge-patch.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import { parseInput } from '../validate-input.ts'

const MAX_ITEMS_PER_POST = 10_000

const EditQuery = z.strictObject({
  by: z.string().trim().min(1).max(120).optional().describe('Who changes it'),
  reason: z.string().trim().min(1).max(1_000).optional().describe('Why'),
})

/** The query of a write, where changes are recorded. */
const editQuery = ({ recorded }: { recorded?: boolean }) => (recorded === true ? { querystring: EditQuery } : {})
const editOf = (request: { query: unknown }): RuleEdit => {
  const { by, reason } = request.query as z.output<typeof EditQuery>
  return { by: by ?? null, reason: reason ?? null }
}

/** How one kind of ledger record is listed, read and written over HTTP. */
export interface LedgerResource<Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape> {
  /** Plural, as in the path. */
  name: string
  /** Lets what waits have its turn, in the middle of a long list. */
  turn: () => Promise<unknown>
  /** Path of one record below the list. */
  keyPath: string
  key: Key
  /** Fields that may be written. */
  fields: z.ZodRawShape
  /** A whole record, with the rules that span several fields. */
  item: z.ZodType<Item>
  /** Fills in what a writer may leave out. */
  complete?: (written: Record<string, unknown>) => Record<string, unknown>
  view: View
  toView: (item: Item) => z.output<View>
  /** What is told of one record that is asked for; left out = what the list tells. */
  toWholeView?: (item: Item) => z.output<View>
  filter: Filter
  /** Null: looked at, and not wanted. A list as long as a country has rules gives both, so that others have their turn in between. */
  list: (query: z.output<z.ZodObject<Filter>>) => Iterable<Item | null>
  /** The key as one text: the order of the list, and how errors name the record. */
  keyOf: (item: Item) => string
  keyText: (key: z.output<Key>) => string
  find: (key: z.output<Key>) => Item | undefined
  create: (items: Item[], edit: RuleEdit) => Promise<void>
  replace: (item: Item, edit: RuleEdit) => Promise<void>
  retire: (key: z.output<Key>, edit: RuleEdit) => Promise<void>
  /** Writes may say who changes what, and why: it stands in the change record. */
  recorded?: boolean
}

/** GET list, GET one, POST one or several, PUT, PATCH, DELETE of one kind of ledger record. */
export const ledgerResource = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  app: ApiServer,
  resource: LedgerResource<Item, View, Key, Filter>,
): void => {
  readRoutes(app, resource)
  writeRoutes(app, resource)
  changeRoutes(app, resource)
}

type Resource<Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape> = LedgerResource<Item, View, Key, Filter>

const readRoutes = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  app: ApiServer, resource: Resource<Item, View, Key, Filter>,
): void => {
  const { name, key, keyPath } = resource
  const view: z.ZodType = resource.view
  const querystring = z.strictObject({ ...resource.filter, ...pageQuery })
  app.get(`/api/v1/${name}`, {
    schema: { tags: [name], summary: `List ${name}`, querystring, response: { 200: pageOf(view), ...problems('bad_request', 'unknown_reference') } },
  }, async (request) => {
    // Fastify's types cannot follow a schema that is itself a type parameter; the value has just passed it.
    const query = request.query as z.output<z.ZodObject<Filter & typeof pageQuery>>
    const { items, next } = await pageInTurns(resource.list(query as z.output<z.ZodObject<Filter>>), resource.keyOf, query as z.output<z.ZodObject<typeof pageQuery>>, resource.turn)
    return { items: items.map(resource.toView), next }
  })
  app.get(`/api/v1/${name}${keyPath}`, {
    schema: { tags: [name], summary: `Read one of the ${name}`, params: key, response: { 200: view, ...problems('bad_request', 'not_found') } },
  }, async (request) => wholeView(resource, found(resource, request.params as z.output<Key>)))
}

const writeRoutes = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  app: ApiServer, resource: Resource<Item, View, Key, Filter>,
): void => {
  const { name, key, keyPath } = resource
  const view: z.ZodType = resource.view
  const written = z.strictObject(resource.fields)
  const complete = resource.complete ?? ((fields) => fields)
  const summary = `Register one or several ${name}: all or nothing`
  app.post(`/api/v1/${name}`, {
    schema: {
      tags: [name], summary, ...editQuery(resource), body: z.union([written, z.array(written).min(1).max(MAX_ITEMS_PER_POST)]),
      response: {
        201: z.object({ items: z.array(view) }),
        ...problems('bad_request', 'already_exists', 'unknown_reference', 'rule_impossible', 'unit_impossible', 'forbidden_origin'),
      },
    },
  }, async (request, reply) => {
    const body = Array.isArray(request.body) ? request.body : [request.body]
    const items = parseInput(z.array(resource.item), body.map(complete), 'body')
    await resource.create(items, editOf(request))
    return reply.code(201).send({ items: items.map(resource.toView) })
  })
  app.put(`/api/v1/${name}${keyPath}`, {
    schema: {
      tags: [name], summary: `Replace one of the ${name}`, ...editQuery(resource), params: key, body: written,
      response: { 200: view, ...problems('bad_request', 'not_found', 'unknown_reference', 'rule_impossible', 'unit_impossible', 'forbidden_origin') },
    },
  }, async (request) => {
    const item = parseInput(resource.item, complete(request.body), 'body')
    return replaced(resource, request.params as z.output<Key>, item, editOf(request))
  })
}

const changeRoutes = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  app: ApiServer, resource: Resource<Item, View, Key, Filter>,
): void => {
  const { name, key, keyPath } = resource
  const view: z.ZodType = resource.view
  app.patch(`/api/v1/${name}${keyPath}`, {
    schema: {
      tags: [name], summary: `Change fields of one of the ${name}`, ...editQuery(resource), params: key, body: patchOf(resource.fields),
      response: { 200: view, ...problems('bad_request', 'not_found', 'unknown_reference', 'rule_impossible', 'unit_impossible', 'forbidden_origin') },
    },
  }, async (request) => {
    const params = request.params as z.output<Key>
    const merged = mergePatch(resource.fields, found(resource, params), request.body)
    return replaced(resource, params, parseInput(resource.item, merged, 'body'), editOf(request))
  })
  app.delete(`/api/v1/${name}${keyPath}`, {
    schema: {
      tags: [name], summary: `Retire one of the ${name}; its history stays`, ...editQuery(resource), params: key,
      response: { 204: z.undefined().describe('Retired'), ...problems('bad_request', 'not_found', 'forbidden_origin') },
    },
  }, async (request, reply) => {
    await resource.retire(request.params as z.output<Key>, editOf(request))
    return reply.code(204).send()
  })
}

const found = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  resource: Resource<Item, View, Key, Filter>, key: z.output<Key>,
): Item => {
  const item = resource.find(key)
  if (item === undefined) throw noSuch(resource.name, resource.keyText(key))
  return item
}

const replaced = async <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  resource: Resource<Item, View, Key, Filter>, key: z.output<Key>, item: Item, edit: RuleEdit,
): Promise<z.output<View>> => {
  if (resource.keyOf(item) !== resource.keyText(key)) {
    const [body, path] = [resource.keyOf(item), resource.keyText(key)]
    throw new HazardError('bad_request', {
      en: `the body is about ${body} and the path about ${path}; keys do not change: register a new record and retire this one`,
      zh: `请求体写的是 ${body}，路径写的是 ${path}；键不能修改：请登记一条新记录，再停用这一条`,
    })
  }
  await resource.replace(item, edit)
  return wholeView(resource, item)
}

const wholeView = <Item extends object, View extends z.ZodType, Key extends z.ZodType, Filter extends z.ZodRawShape>(
  { toView, toWholeView }: Resource<Item, View, Key, Filter>, item: Item,
): z.output<View> => (toWholeView ?? toView)(item)
