import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { useTranslation } from 'react-i18next'

export interface AlarmListProps {
  alarms: readonly Alarm[]
  selected: string | undefined
  /** Px; two lines on a desk, three on a phone. */
  rowHeight: number
  /** Said in place of rows. */
  empty: string
  renderRow(alarm: Alarm): ReactNode
  onHover(hovering: boolean): void
  onScrolled(scrolled: boolean): void
  /** Counts up whenever the list should go back to its top. */
  topRequest: number
}

/** The rows on the screen and a few around them, however many there are. */
export const AlarmList = ({ alarms, selected, rowHeight, empty, renderRow, onHover, onScrolled, topRequest }: AlarmListProps): ReactElement => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: alarms.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    useFlushSync: false,
    getItemKey: (index) => alarms[index]?.id ?? index,
  })
  const selectedIndex = alarms.findIndex((alarm) => alarm.id === selected)

  useEffect(() => {
    rows.measure()
  }, [rows, rowHeight])
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
      tabIndex={alarms.length === 0 || selectedIndex < 0 ? 0 : -1}
      role="region"
      aria-label={t('alarms.list')}
      onPointerEnter={(event) => onHover(event.pointerType === 'mouse')}
      onPointerLeave={() => onHover(false)}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > rowHeight / 2)}
    >
      {alarms.length === 0 && <p className="empty">{empty}</p>}
      {alarms.length > 0 && (
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const alarm = alarms[item.index]
            return alarm === undefined ? null : (
              <li
                key={item.key}
                aria-setsize={alarms.length}
                aria-posinset={item.index + 1}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                {renderRow(alarm)}
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
