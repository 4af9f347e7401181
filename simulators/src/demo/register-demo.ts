import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { pageOf, type Page } from '@hazardwatch/shared/list-page'
import type { DemoEnterprise } from './demo-enterprise.ts'
import { requestJson } from './request-json.ts'

export interface Registered {
  /** How many records were added; those that were there already stayed as they are. */
  added: { enterprises: number; sources: number; points: number; rules: number }
  /** Points (ENT/TAG) that were there already and expect readings at another pace than they will get now. */
  otherPace: string[]
}

/** How the records of one list resource are read and told apart. */
interface Listing<Item> { resource: string; page: { parse(answer: unknown): Page<Item> }; keyOf(item: Item): string }

const enterpriseList: Listing<Pick<Enterprise, 'code'>> = { resource: 'enterprises', page: pageOf(Enterprise), keyOf: ({ code }) => code }
const sourceList: Listing<Pick<SourceView, 'code'>> = { resource: 'sources', page: pageOf(SourceView), keyOf: ({ code }) => code }
const pointList: Listing<Pick<Point, 'tag' | 'expectedIntervalS'>> = { resource: 'points', page: pageOf(Point), keyOf: ({ tag }) => tag }
const ruleList: Listing<Pick<AlarmRule, 'id'>> = { resource: 'rules', page: pageOf(AlarmRule), keyOf: ({ id }) => id }

/**
 * Adds to the ledger what the demo needs and the ledger does not have. Records that are there already are left alone, so that
 * whatever a user has changed survives the next start.
 * @throws Error that says what was asked of whom and how it was answered.
 */
export const registerDemo = async (httpUrl: string, province: readonly DemoEnterprise[]): Promise<Registered> => {
  const enterprises = await addMissing(httpUrl, enterpriseList, {}, province.map(({ enterprise }) => enterprise))
  const registered: Registered = { added: { enterprises: enterprises.added, sources: 0, points: 0, rules: 0 }, otherPace: [] }
  for (const { enterprise, sources, points, rules } of province) {
    const filter = { enterprise: enterprise.code }
    // Parents first: a point refers to its source, a rule to its point.
    registered.added.sources += (await addMissing(httpUrl, sourceList, filter, sources)).added
    const { added, present } = await addMissing(httpUrl, pointList, filter, points)
    registered.added.points += added
    registered.added.rules += (await addMissing(httpUrl, ruleList, filter, rules)).added
    const differs = points.filter(({ tag, expectedIntervalS }) => (present.get(tag)?.expectedIntervalS ?? expectedIntervalS) !== expectedIntervalS)
    registered.otherPace.push(...differs.map(({ tag }) => `${enterprise.code}/${tag}`))
  }
  return registered
}

const addMissing = async <Item>(httpUrl: string, listing: Listing<Item>, filter: Record<string, string>, wanted: readonly Item[]) => {
  const present = await readList(httpUrl, listing, filter)
  const missing = wanted.filter((item) => !present.has(listing.keyOf(item)))
  if (missing.length > 0) await requestJson(listUrl(httpUrl, listing.resource), missing)
  return { added: missing.length, present }
}

/** All pages of a list, by key. */
const readList = async <Item>(httpUrl: string, { resource, page, keyOf }: Listing<Item>, filter: Record<string, string>): Promise<Map<string, Item>> => {
  const found = new Map<string, Item>()
  const url = listUrl(httpUrl, resource)
  for (const [name, value] of Object.entries({ ...filter, limit: '1000' })) url.searchParams.set(name, value)
  for (;;) {
    const { items, next } = page.parse(await requestJson(url))
    for (const item of items) found.set(keyOf(item), item)
    if (next === null) return found
    url.searchParams.set('cursor', next)
  }
}

const listUrl = (httpUrl: string, resource: string): URL => new URL(`/api/v1/${resource}`, httpUrl)
