import { useEffect, useRef, type ReactElement, type RefObject } from 'react'
import type { InputRef } from 'antd'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { groupRowId, type AlarmGroup, type ListRow } from '../alarms/group-alarms.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { formatMoment } from '../format/duration.ts'
import { formatValue, withUnit } from '../format/number.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { AlarmBar } from '../panels/alarm-bar.tsx'
import { AlarmList } from '../panels/alarm-list.tsx'
import { AlarmRow } from '../panels/alarm-row.tsx'
import { GroupRow } from '../panels/group-row.tsx'
import { Elapsed, LiveValue } from '../panels/live-value.tsx'
import { RowSpark } from '../panels/row-spark.tsx'
import { acknowledge, selectAlarm, toggleGroup } from './commands.ts'
import { FloodDesk } from './flood-desk.tsx'
import { HiddenDesk } from './hidden-desk.tsx'
import { useSettings } from './settings.ts'
import { useAlarmsHere, useListRows, useStillRows } from './use-alarm-rows.ts'
import { switchGrouping, useGrouped } from './use-flood.ts'
import { useMedia, PHONE } from './use-media.ts'
import { useSelectedAlarm } from './use-selected.ts'
import { changeView, useView } from './view-store.ts'

const ROW_PX = 60
const PHONE_ROW_PX = 92

export interface AlarmDeskHandle {
  rows(): readonly ListRow[]
  release(): void
  focusFilter(): void
}

/** The live alarm list: sorted, filtered, and still under the pointer. */
export const AlarmDesk = ({ handle }: { handle: RefObject<AlarmDeskHandle | null> }): ReactElement => {
  const { t } = useTranslation()
  const view = useView()
  const phone = useMedia(PHONE)
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const { near, here, elsewhere, waitingCount, worst } = useAlarmsHere()
  const { rows, release, topRequest, setHovering, setScrolled } = useStillRows(here)
  const hidden = useFeedStore(({ feed }) => feed.overlays.size)
  const filter = useRef<InputRef>(null)
  const grouped = useGrouped()
  const list = useListRows(rows, grouped, useSelectedAlarm())
  const selected = view.selection?.kind === 'alarm' ? view.selection.id : view.selection?.kind === 'group' ? groupRowId(view.selection.key) : undefined

  useEffect(() => {
    handle.current = { rows: () => list, release, focusFilter: () => filter.current?.focus() }
  }, [handle, list, release])
  useNamesToFind(near, view.filter)

  const rearrange = (change: Pick<typeof view, 'sort'> | Pick<typeof view, 'filter'>): void => {
    changeView(change)
    release()
  }
  return (
    <section className="alarm-desk" aria-label={t('alarms.title')}>
      <AlarmBar
        count={here.length}
        unacknowledged={{ count: waitingCount, worst }}
        waiting={rows.waiting}
        elsewhere={elsewhere}
        hidden={hidden}
        view={view.alarmView}
        onView={(alarmView) => changeView({ alarmView })}
        sort={view.sort}
        grouped={grouped}
        onGrouped={switchGrouping}
        filter={view.filter}
        filterRef={filter}
        onRelease={release}
        onEverywhere={() => changeView({ everywhere: true })}
        onSort={(sort) => rearrange({ sort })}
        onFilter={(text) => rearrange({ filter: text })}
      />
      {view.alarmView === 'open' && <FloodDesk alarms={here} grouped={grouped} />}
      {view.alarmView === 'hidden' && <HiddenDesk />}
      {view.alarmView === 'open' && <AlarmList
        rows={list}
        selected={selected}
        rowHeight={phone ? PHONE_ROW_PX : ROW_PX}
        groupHeight={phone ? PHONE_ROW_PX : ROW_PX}
        renderRow={(row) => renderRow(row, row.id === selected)}
        onHover={setHovering}
        onScrolled={setScrolled}
        topRequest={topRequest}
          empty={emptyText(hasSnapshot, view.filter, elsewhere, t)}
      />}
    </section>
  )
}

/** An empty list must not look calm while there is something elsewhere. */
const emptyText = (hasSnapshot: boolean, filter: string, elsewhere: number, t: TFunction): string => {
  if (!hasSnapshot) return t('alarms.waitingData')
  if (filter !== '') return t('alarms.noneFound')
  return elsewhere > 0 ? t('alarms.noneHere', { count: elsewhere }) : t('alarms.none')
}

const renderRow = (row: ListRow, selected: boolean): ReactElement =>
  row.kind === 'group' ? <DeskGroup group={row.group} selected={selected} /> : <DeskRow alarm={row.alarm} grouped={row.grouped} selected={selected} />

/** A filter looks for names, so it needs them all. Otherwise each row asks for its own. */
const useNamesToFind = (near: readonly Alarm[], filter: string): void => useEffect(() => {
  if (filter !== '') needPoints(near.map((alarm) => alarm.enterprise))
}, [near, filter])

const useOwnNames = (enterprise: string): void => useEffect(() => needPoints([enterprise]), [enterprise])

const DeskGroup = ({ group, selected }: { group: AlarmGroup; selected: boolean }): ReactElement => {
  const { t } = useTranslation()
  useOwnNames(group.first.enterprise)
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const minute = useFeedStore(({ now }) => Math.floor(now / 60_000) * 60_000)
  return (
    <GroupRow
      group={group}
      words={describeAlarm(group.first, names, language, t, minute)}
      selected={selected}
      firstAt={formatMoment(Date.parse(group.first.raisedAt), minute)}
      elapsed={<Elapsed since={group.first.raisedAt} to={null} />}
      onToggle={(key) => toggleGroup(key, !group.expanded)}
    />
  )
}

const DeskRow = ({ alarm, grouped, selected }: { alarm: Alarm; grouped: boolean; selected: boolean }): ReactElement => {
  const { t } = useTranslation()
  useOwnNames(alarm.enterprise)
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const enabled = useLiveness() === 'live'
  const pending = useView((view) => view.pending.has(alarm.id))
  const minute = useFeedStore(({ now }) => Math.floor(now / 60_000) * 60_000)
  return (
    <AlarmRow
      alarm={alarm}
      grouped={grouped}
      words={describeAlarm(alarm, names, language, t, minute)}
      selected={selected}
      enabled={enabled}
      pending={pending}
      value={names.points.has(pointKey(alarm.enterprise, alarm.point)) || alarm.kind !== 'gateway' ? <LiveValue point={pointKey(alarm.enterprise, alarm.point)} fallback={alarm.value} /> : withUnit(formatValue(alarm.value), alarm.unit)}
      spark={<RowSpark point={pointKey(alarm.enterprise, alarm.point)} limit={alarm.limit} tone={alarm.state === 'unacknowledged' ? alarm.priority : null} />}
      elapsed={<Elapsed since={alarm.raisedAt} to={alarm.state === 'normal' ? alarm.clearedAt : null} />}
      onSelect={selectAlarm}
      onAcknowledge={acknowledge}
    />
  )
}
