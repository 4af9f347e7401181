import { decodePart } from './decode-part.ts'

/** The pages of the console. `monitor` is the operator's screen and the one that opens first. */
export const pages = ['monitor', 'history', 'kpis', 'ingest', 'rules'] as const
export type PageName = (typeof pages)[number]

/** Reads `#/ingest`. Everything that names no other page is a place on the monitor page. */
export const parsePage = (hash: string): PageName => {
  const [first] = hash.replace(/^#\/?/, '').split('/')
  return pages.find((page) => page === first) ?? 'monitor'
}

/** What follows the page's name, decoded: `#/ingest/DEMO-NH3` gives `['DEMO-NH3']`. */
export const parsePagePath = (hash: string): string[] =>
  hash.replace(/^#\/?/, '').split('/').slice(1).filter((part) => part !== '').map(decodePart)

/** The other way round. */
export const formatPage = (page: PageName, ...path: readonly string[]): string => `#/${[page, ...path].map(encodeURIComponent).join('/')}`
