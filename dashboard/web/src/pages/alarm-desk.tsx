import { useEffect, useRef, type ReactElement, type RefObject } from 'react'
import type { InputRef } from 'antd'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { AlarmBar } from '../panels/alarm-bar.tsx'
import { AlarmList } from '../panels/alarm-list.tsx'
import { AlarmRow } from '../panels/alarm-row.tsx'
import { Elapsed, LiveValue } from '../panels/live-value.tsx'
import { RowSpark } from '../panels/row-spark.tsx'
import { acknowledge, selectAlarm } from './commands.ts'
import { FloodDesk } from './flood-desk.tsx'
import { HiddenDesk } from './hidden-desk.tsx'
import { useSettings } from './settings.ts'
import { useAlarmsHere, useStillRows } from './use-alarm-rows.ts'
import { useMedia, PHONE } from './use-media.ts'
import { changeView, useView } from './view-store.ts'

const ROW_PX = 60
const PHONE_ROW_PX = 92

export interface AlarmDeskHandle {
  ids(): readonly Alarm[]
  release(): void
  focusFilter(): void
}

/** The live alarm list: sorted, filtered, and still under the pointer. */
export const AlarmDesk = ({ handle }: { handle: RefObject<AlarmDeskHandle | null> }): ReactElement => {
  const { t } = useTranslation()
  const view = useView()
  const phone = useMedia(PHONE)
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const { here, elsewhere, waitingCount } = useAlarmsHere()
  const { rows, release, topRequest, setHovering, setScrolled } = useStillRows(here)
  const hidden = useFeedStore(({ feed }) => feed.overlays.size)
  const filter = useRef<InputRef>(null)
  const selected = view.selection?.kind === 'alarm' ? view.selection.id : undefined

  useEffect(() => {
    handle.current = { ids: () => rows.alarms, release, focusFilter: () => filter.current?.focus() }
  }, [handle, rows, release])
  useEffect(() => {
    for (const enterprise of new Set(here.slice(0, 500).map((alarm) => alarm.enterprise))) needPoints(enterprise)
  }, [here])

  return (
    <section className="alarm-desk" aria-label={t('alarms.title')}>
      <AlarmBar
        count={here.length}
        unacknowledged={waitingCount}
        waiting={rows.waiting}
        elsewhere={elsewhere}
        hidden={hidden}
        view={view.alarmView}
        onView={(alarmView) => changeView({ alarmView })}
        sort={view.sort}
        filter={view.filter}
        filterRef={filter}
        onRelease={release}
        onEverywhere={() => changeView({ everywhere: true })}
        onSort={(sort) => {
          changeView({ sort })
          release()
        }}
        onFilter={(text) => {
          changeView({ filter: text })
          release()
        }}
      />
      {view.alarmView === 'open' && <FloodDesk alarms={here} />}
      {view.alarmView === 'hidden' && <HiddenDesk />}
      {view.alarmView === 'open' && <AlarmList
        alarms={rows.alarms}
        selected={selected}
        rowHeight={phone ? PHONE_ROW_PX : ROW_PX}
        renderRow={(alarm) => <DeskRow alarm={alarm} selected={alarm.id === selected} />}
        onHover={setHovering}
        onScrolled={setScrolled}
        topRequest={topRequest}
        empty={!hasSnapshot ? t('alarms.waitingData') : view.filter === '' ? t('alarms.none') : t('alarms.noneFound')}
      />}
    </section>
  )
}

const DeskRow = ({ alarm, selected }: { alarm: Alarm; selected: boolean }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const enabled = useLiveness() === 'live'
  const pending = useView((view) => view.pending.has(alarm.id))
  const minute = useFeedStore(({ now }) => Math.floor(now / 60_000) * 60_000)
  return (
    <AlarmRow
      alarm={alarm}
      words={describeAlarm(alarm, names, language, t, minute)}
      selected={selected}
      enabled={enabled}
      pending={pending}
      value={<LiveValue point={pointKey(alarm.enterprise, alarm.point)} fallback={alarm.value} />}
      spark={<RowSpark point={pointKey(alarm.enterprise, alarm.point)} limit={alarm.limit} tone={alarm.state === 'unacknowledged' ? alarm.priority : null} />}
      elapsed={<Elapsed since={alarm.raisedAt} to={alarm.state === 'normal' ? alarm.clearedAt : null} />}
      onSelect={selectAlarm}
      onAcknowledge={acknowledge}
    />
  )
}
