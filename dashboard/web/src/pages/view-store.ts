import { create } from 'zustand'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { GroupChoice } from '../alarms/group-alarms.ts'
import type { AlarmSort } from '../alarms/arrange-alarms.ts'
import type { TrendRange } from '../panels/face-plate.tsx'
import type { Around } from '../model/picture-window.ts'
import { parsePage, parsePagePath, type PageName } from '../place/page.ts'
import { parsePlace, type Place } from '../place/place.ts'

/** What the face plate shows: an occurrence, or a point by ENT/TAG. A group, ENT/SOURCE, is chosen in the list alone. */
export type Selection = { kind: 'alarm'; id: string } | { kind: 'point'; key: string } | { kind: 'group'; key: string } | null

export type Dialog = 'keys' | 'publish' | 'operator' | 'shelve' | 'outOfService' | 'unsaved' | 'bump' | 'calibrate' | null

/** What the list shows: what asks for attention, or what is hidden from it. */
export type AlarmView = 'open' | 'hidden'

interface View {
  page: PageName
  /** What is open on a page other than the monitor. */
  pagePath: readonly string[]
  place: Place
  selection: Selection
  /** An occurrence of long ago, chosen from the history: the feed does not tell of it. */
  past: Alarm | null
  /** The drawer of the face plate, on screens without room for it. */
  plateOpen: boolean
  mapView: 'map' | 'table'
  alarmView: AlarmView
  sort: AlarmSort
  /** By source or one by one; null = as it comes by itself. */
  grouping: GroupChoice | null
  /** Groups that are open, by ENT/SOURCE. */
  expanded: ReadonlySet<string>
  filter: string
  /** Alarms of other regions than the chosen one too. */
  everywhere: boolean
  range: TrendRange
  /** Which time the picture of an early warning shows. */
  around: Around
  dialog: Dialog
  /** A form has what is not saved: nobody goes elsewhere unasked. */
  unsaved: boolean
  /** Address that somebody wanted to go to meanwhile. */
  wanted: string
  /** Runs once the operator has given a name. */
  afterOperator: (() => void) | null
  /** Acknowledgements on their way. */
  pending: ReadonlySet<string>
  problem: unknown
  /** Counts what was done to instruments here, so that it is read again at once. */
  careChanged: number
  /** Epoch ms of the last key or click in the list: rows do not move under a reader. */
  touchedAt: number
}

/** Region that the page opens with: the province of the demo, and of the map that comes with the page. */
export const HOME = '220000'

export const useView = create<View>(() => ({
  page: 'monitor', pagePath: [], place: { region: HOME, enterprise: null, source: null }, selection: null, past: null, plateOpen: false, mapView: 'map', alarmView: 'open', sort: 'priority', grouping: null, expanded: new Set(), filter: '', everywhere: false,
  range: 'M15', around: 'onset', dialog: null, unsaved: false, wanted: '', afterOperator: null, pending: new Set(), problem: null, careChanged: 0, touchedAt: 0,
}))

export const changeView = useView.setState

/** Keeps the place and the address bar the same, so that back, reload and bookmarks work. @returns how to stop */
export const followAddress = (): (() => void) => {
  let shown = location.hash
  const read = (): void => {
    const { unsaved } = useView.getState()
    if (unsaved && location.hash !== shown) {
      const wanted = location.hash
      history.replaceState(null, '', shown)
      return changeView({ dialog: 'unsaved', wanted })
    }
    shown = location.hash
    const page = parsePage(location.hash)
    // The place stays while another page is open: whoever comes back finds what was left.
    if (page === 'monitor') changeView({ page, pagePath: [], place: parsePlace(location.hash, HOME), everywhere: false })
    else changeView({ page, pagePath: parsePagePath(location.hash) })
  }
  read()
  addEventListener('hashchange', read)
  return () => removeEventListener('hashchange', read)
}

/** Goes elsewhere without being asked: what was written is saved, or given up. */
export const leaveFor = (address: string): void => {
  changeView({ unsaved: false, dialog: null, wanted: '' })
  location.hash = address
}
