import type { PageName } from '../place/page.ts'

export const shortcutActions = [
  'acknowledge', 'reset', 'confirm', 'take', 'shelve', 'outOfService', 'bringBack', 'next', 'previous', 'open', 'close', 'help', 'filter', 'release', 'silence', 'hidden', 'group', 'useful', 'notUseful', 'bump', 'calibrate',
] as const
export type ShortcutAction = (typeof shortcutActions)[number]

const actionOfKey: Readonly<Record<string, ShortcutAction>> = {
  a: 'acknowledge', j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', Enter: 'open', Escape: 'close', '?': 'help', '/': 'filter', n: 'release', m: 'silence',
  r: 'reset', c: 'confirm', t: 'take', s: 'shelve', o: 'outOfService', b: 'bringBack', h: 'hidden', g: 'group', u: 'useful', d: 'notUseful', p: 'bump', l: 'calibrate',
}

/** What moves in the list of alarms, and what is done to the one that is chosen there or shown on the face plate. */
const inList: readonly ShortcutAction[] = ['next', 'previous', 'open', 'group', 'release']
const onAlarm: readonly ShortcutAction[] = ['acknowledge', 'reset', 'confirm', 'take', 'shelve', 'outOfService', 'bringBack', 'useful', 'notUseful']

/** What has a meaning on each page; undefined = everything. The list of alarms is the monitor's: where it is not to be seen, a stray letter must not acknowledge. */
export const keysOfPage = (page: PageName): readonly ShortcutAction[] | undefined => {
  if (page === 'monitor') return undefined
  return page === 'history' ? [...everywhere, ...onAlarm, 'bump', 'calibrate', 'close'] : everywhere
}

const everywhere: readonly ShortcutAction[] = ['help', 'silence']

/** @returns whether a key acts now: nothing is done to an alarm that nobody sees, and no list is walked through that is not there. */
export const isInSight = (action: ShortcutAction, shown: { list: boolean; plate: boolean }): boolean => {
  if (inList.includes(action)) return shown.list
  return !onAlarm.includes(action) || shown.list || shown.plate
}

/** Keys of each action as they are shown in the help. */
export const shownKeys: Readonly<Record<ShortcutAction, readonly string[]>> = {
  acknowledge: ['A'], next: ['↓', 'J'], previous: ['↑', 'K'], open: ['Enter'], close: ['Esc'], help: ['?'], filter: ['/'], release: ['N'], silence: ['M'],
  reset: ['R'], confirm: ['C'], take: ['T'], shelve: ['S'], outOfService: ['O'], bringBack: ['B'], hidden: ['H'], group: ['G'], useful: ['U'], notUseful: ['D'], bump: ['P'], calibrate: ['L'],
}

export interface KeyPress {
  key: string
  /** Ctrl, Alt or Meta is down: the browser's or the system's own shortcut. */
  modified: boolean
  /** The focus is where letters are text. */
  typing: boolean
  /** The focus is on something that uses Enter or the arrows itself: a button, a link, a choice. */
  onControl: boolean
  /** The key is held down and repeats. */
  repeated: boolean
}

/** @returns what a key press means, or undefined when it is not ours. */
export const shortcutOf = (press: KeyPress): ShortcutAction | undefined => {
  if (press.modified || press.typing) return undefined
  const action = actionOfKey[press.key.length === 1 ? press.key.toLowerCase() : press.key]
  if (action === undefined) return undefined
  if (press.onControl && (press.key === 'Enter' || press.key.startsWith('Arrow'))) return undefined
  // A key that is held down moves the selection, but must not acknowledge row after row.
  return press.repeated && action !== 'next' && action !== 'previous' ? undefined : action
}
