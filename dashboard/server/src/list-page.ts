import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Page } from '@hazardwatch/shared/list-page'
import { z } from 'zod'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1000

/** The query fields that every list has. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
}

/** Marks our cursors, so that any other text is refused instead of being read as a key. */
const MARK = 'k:'
const encodeCursor = (key: string): string => Buffer.from(MARK + key).toString('base64url')

const decodeCursor = (cursor: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!text.startsWith(MARK)) throw new HazardError('bad_request', { en: `query.cursor: "${cursor}" is not a cursor; pass on \`next\` of the page before, unchanged`, zh: `query.cursor：“${cursor}” 不是分页游标；请原样传回上一页的 \`next\`` })
  return text.slice(MARK.length)
}

interface PageQuery { limit: number; cursor?: string | undefined }

/**
 * One page of a list in the order of its keys. The cursor is the last key, so records that come and go between two pages neither repeat nor hide others.
 * Memory is bounded by the page, time is one pass: no sort of 440,000 points for the sake of a hundred.
 */
export const pageByKey = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string, query: PageQuery): Page<Item> => {
  const page = collectPage(keyOf, query)
  for (const item of items) page.take(item)
  return page.end()
}

/** Records that are looked at before others have their turn: some milliseconds. */
const ITEMS_A_TURN = 20_000

/** As `pageByKey`, for a list that may be as long as a country has rules: alarms must not wait for all of it. @param items null: looked at, and not wanted */
export const pageInTurns = async <Item>(items: Iterable<Item | null>, keyOf: (item: Item) => string, query: PageQuery, turn: () => Promise<unknown>): Promise<Page<Item>> => {
  const page = collectPage(keyOf, query)
  let looked = 0
  for (const item of items) {
    if (item !== null) page.take(item)
    if (++looked % ITEMS_A_TURN === 0) await turn()
  }
  return page.end()
}

const collectPage = <Item>(keyOf: (item: Item) => string, { limit, cursor }: PageQuery) => {
  const after = cursor === undefined ? undefined : decodeCursor(cursor)
  let kept: { key: string; item: Item }[] = []
  let bound: string | undefined
  const trim = (): void => {
    kept = kept.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit + 1)
    if (kept.length > limit) bound = kept.at(-1)?.key
  }
  return {
    take: (item: Item): void => {
      const key = keyOf(item)
      if ((after !== undefined && key <= after) || (bound !== undefined && key > bound)) return
      kept.push({ key, item })
      if (kept.length > 2 * limit + 2) trim()
    },
    end: (): Page<Item> => {
      trim()
      const page = kept.slice(0, limit)
      return { items: page.map(({ item }) => item), next: kept.length > limit ? encodeCursor(page.at(-1)?.key ?? '') : null }
    },
  }
}

/** Enterprises whose records are made before others have their turn. */
const ENTERPRISES_A_TURN = 500

/**
 * As `pageByKey`, for records whose keys begin with the code of their enterprise and a slash: enterprises that the page does not reach are not looked at,
 * where to make a record takes time. Where few are wanted it may be all of them, so others have their turn in between.
 */
export const pageByEnterprise = async <Item>(
  codes: readonly string[],
  itemsOf: (code: string) => Iterable<Item>,
  keyOf: (item: Item) => string,
  page: PageQuery,
  turn: () => Promise<unknown>,
): Promise<Page<Item>> => {
  const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor)
  const found: Item[] = []
  let looked = 0
  for (const code of codes.toSorted((a, b) => (`${a}/` < `${b}/` ? -1 : 1))) {
    // `0` is what comes behind the slash: all keys of this enterprise are before it.
    if (after !== undefined && `${code}0` <= after) continue
    for (const item of itemsOf(code)) if (after === undefined || keyOf(item) > after) found.push(item)
    if (found.length > page.limit) break
    if (++looked % ENTERPRISES_A_TURN === 0) await turn()
  }
  return pageByKey(found, keyOf, page)
}
