import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../dashboard/web/src/i18n/en.ts'
import { zh } from '../dashboard/web/src/i18n/zh.ts'
import { shortcutActions, shownKeys } from '../dashboard/web/src/keyboard/shortcut.ts'

const docs = join(import.meta.dirname, '../docs')
const guides = [
  { file: 'operator-guide.md', other: 'operator-guide.zh-CN.md', page: en },
  { file: 'operator-guide.zh-CN.md', other: 'operator-guide.md', page: zh },
] as const
const linesOf = (file: string): string[] => readFileSync(join(docs, file), 'utf8').split('\n')

const cellsOf = (row: string): string[] => row.split('|').slice(1, -1).map((cell) => cell.trim())
const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')

/** How deep each heading is, and how many columns each row of a table has, in their order. */
const shapeOf = (file: string): string[] => linesOf(file).flatMap((line) =>
  line.startsWith('#') ? [line.replace(/[^#].*/, '')] : line.startsWith('|') ? [`row of ${cellsOf(line).length}`] : [])

/** All texts of the page; what differs from time to time is `…`. */
const textsOf = (page: object): string[] => Object.values(page).flatMap((text: unknown) =>
  typeof text === 'string' ? [withGaps(text)] : typeof text === 'object' && text !== null ? textsOf(text) : [])
const withGaps = (text: string): string => text.replaceAll(/\{\{\w+\}\}|\d+/g, '…')

/** A text of the page, or its beginning; with the key at its end as on a button, or with the letters of a limit. */
const isOf = (texts: readonly string[], word: string): boolean =>
  [word, word.replace(/ [A-Z]{1,2}$/, '')].some((shown) => texts.some((text) => text.startsWith(shown) || text.replace(/^… /, '').startsWith(shown)))

describe.each(guides)('docs/$file', ({ file, other, page }) => {
  const lines = linesOf(file)

  it('links to the other language in its first line after the title', () => {
    expect(lines.slice(1).find((line) => line !== '')).toContain(`](${other})`)
  })

  it('has the keys and actions of the page, in its words', () => {
    const rows = lines.filter((line) => line.startsWith('| `')).map(cellsOf).map(([keys = '', action]) => [codesIn(keys).join(' '), action])
    expect(rows).toEqual(shortcutActions.map((action) => [shownKeys[action].join(' '), page.keys[action]]))
  })

  it('shows and links to files that exist', () => {
    const links = [...lines.join('\n').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '')
    expect(links.filter((link) => link.startsWith('images/'))).toHaveLength(4)
    for (const link of links) expect(existsSync(join(docs, link)), link).toBe(true)
  })

  it('writes in bold what stands on the page', () => {
    const texts = textsOf(page)
    // A sentence in bold is the guide's own.
    const words = [...lines.join('\n').matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1] ?? '').filter((word) => !/[.。]$/.test(word))
    expect(words.length).toBeGreaterThan(100)
    const unknown = words.map(withGaps).filter((word) => !isOf(texts, word) && !word.split(' · ').every((part) => isOf(texts, part)))
    expect(unknown).toEqual([])
  })
})

describe('the two guides', () => {
  it('have the same headings and tables', () => {
    expect(shapeOf(guides[0].file)).toEqual(shapeOf(guides[1].file))
    expect(shapeOf(guides[0].file).filter((line) => line === '##')).toHaveLength(9)
  })
})
