import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListRow } from '../alarms/group-alarms.ts'

export interface AlarmListProps {
  rows: readonly ListRow[]
  /** Id of the chosen row. */
  selected: string | undefined
  /** Px; two lines on a desk, three on a phone. */
  rowHeight: number
  groupHeight: number
  /** Said in place of rows. */
  empty: string
  renderRow(row: ListRow): ReactNode
  onHover(hovering: boolean): void
  onScrolled(scrolled: boolean): void
  /** Counts up whenever the list should go back to its top. */
  topRequest: number
}

/** The rows on the screen and a few around them, however many there are. */
export const AlarmList = ({ rows: list, selected, rowHeight, groupHeight, empty, renderRow, onHover, onScrolled, topRequest }: AlarmListProps): ReactElement => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (list[index]?.kind === 'group' ? groupHeight : rowHeight),
    overscan: 6,
    useFlushSync: false,
    getItemKey: (index) => list[index]?.id ?? index,
  })
  const selectedIndex = list.findIndex((row) => row.id === selected)

  useEffect(() => {
    rows.measure()
  }, [rows, rowHeight, groupHeight])
  useSelectionInSight(rows, selectedIndex, selected)
  useFocusOnSelection(scroller, selected)
  useEffect(() => {
    if (topRequest > 0 && scroller.current !== null) scroller.current.scrollTop = 0
  }, [topRequest])

  return (
    <div
      ref={scroller}
      className="alarm-scroll"
      data-testid="alarm-list"
      id="alarm-list"
      tabIndex={list.length === 0 || selectedIndex < 0 ? 0 : -1}
      role="region"
      aria-label={t('alarms.list')}
      onPointerEnter={(event) => onHover(event.pointerType === 'mouse')}
      onPointerLeave={() => onHover(false)}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > rowHeight / 2)}
    >
      {list.length === 0 && <p className="empty">{empty}</p>}
      {list.length > 0 && (
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const row = list[item.index]
            return row === undefined ? null : (
              <li
                key={item.key}
                aria-setsize={list.length}
                aria-posinset={item.index + 1}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {renderRow(row)}
              </li>
            )
          })}
        </ol>
      )}
    </div>
  )
}

/** Brings a newly selected row into sight. Rows that move while the operator reads elsewhere must not scroll the list. */
const useSelectionInSight = (rows: Virtualizer<HTMLDivElement, Element>, selectedIndex: number, selected: string | undefined): void => {
  const latest = useRef({ rows, selectedIndex })
  useEffect(() => {
    latest.current = { rows, selectedIndex }
  }, [rows, selectedIndex])
  useEffect(() => {
    const { rows: list, selectedIndex: index } = latest.current
    if (selected !== undefined && index >= 0) list.scrollToIndex(index, { align: 'auto' })
  }, [selected])
}

/** Within the list the focus goes with the selection. Its row is there: the next one is always drawn beyond the edge. */
const useFocusOnSelection = (scroller: RefObject<HTMLDivElement | null>, selected: string | undefined): void => {
  useEffect(() => {
    const list = scroller.current
    if (selected === undefined || list === null || !list.contains(document.activeElement)) return
    list.querySelector<HTMLElement>('.selected .row-button')?.focus({ preventScroll: true })
  }, [scroller, selected])
}
