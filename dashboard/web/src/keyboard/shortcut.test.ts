import { describe, expect, it } from 'vitest'
import { isInSight, keysOfPage, type KeyPress, type ShortcutAction, shortcutActions, shortcutOf, shownKeys } from './shortcut.ts'

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  modified: false,
  typing: false,
  onControl: false,
  repeated: false,
  ...changes,
})

describe('shortcutOf', () => {
  it.each([
    ['A', 'acknowledge'],
    ['a', 'acknowledge'],
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['K', 'previous'],
    ['ArrowUp', 'previous'],
    ['Enter', 'open'],
    ['Escape', 'close'],
    ['?', 'help'],
    ['/', 'filter'],
    ['n', 'release'],
    ['g', 'group'],
    ['u', 'useful'],
    ['d', 'notUseful'],
    ['p', 'bump'],
    ['l', 'calibrate'],
    ['x', undefined],
    ['F5', undefined],
  ])('%s means %s', (key, action) => {
    expect(shortcutOf(press(key))).toBe(action)
  })

  it.each([
    ['while typing', press('a', { typing: true })],
    ['with Ctrl, as in "select all"', press('a', { modified: true })],
    ['Enter on a button', press('Enter', { onControl: true })],
    ['an arrow in a choice', press('ArrowDown', { onControl: true })],
    ['a held key that would acknowledge row after row', press('a', { repeated: true })],
  ])('does nothing %s', (_name, key) => {
    expect(shortcutOf(key)).toBeUndefined()
  })

  it('still acknowledges with the focus on a row, and still moves with a held key', () => {
    expect(shortcutOf(press('a', { onControl: true }))).toBe('acknowledge')
    expect(shortcutOf(press('j', { repeated: true }))).toBe('next')
  })

  it('shows a key for every action', () => {
    expect(Object.keys(shownKeys).sort()).toEqual([...shortcutActions].sort())
  })
})

it.each<[ShortcutAction, boolean, boolean, boolean]>([
  ['acknowledge', true, false, true], ['acknowledge', false, true, true], ['acknowledge', false, false, false], ['useful', false, false, false], ['bringBack', false, false, false],
  ['next', true, false, true], ['next', false, true, false], ['open', false, true, false], ['release', false, false, false],
  ['hidden', false, false, true], ['silence', false, false, true], ['help', false, false, true], ['close', false, false, true], ['filter', false, false, true],
])('%s with the list in sight: %s and the plate in sight: %s acts: %s', (action, list, plate, acts) => {
  expect(isInSight(action, { list, plate })).toBe(acts)
})

it.each<[page: Parameters<typeof keysOfPage>[0], acts: readonly ShortcutAction[], not: readonly ShortcutAction[]]>([
  ['history', ['useful', 'acknowledge', 'close', 'silence', 'help'], ['next', 'previous', 'open', 'hidden', 'group', 'filter', 'release']],
  ['rules', ['silence', 'help'], ['acknowledge', 'useful', 'close', 'next']],
])('on the page %s, %j have a meaning and %j have none', (page, acts, not) => {
  const keys = keysOfPage(page)
  expect([acts.every((action) => keys?.includes(action)), not.some((action) => keys?.includes(action))]).toEqual([true, false])
  expect(keysOfPage('monitor')).toBeUndefined()
})
