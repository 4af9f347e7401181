import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { Button, Input } from 'antd'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { problemText } from '../api/problem.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { formatTimeOfDay } from '../format/duration.ts'
import { formatHistory, historyRanges, historyRecords, historyTable, parseHistory, type HistoryFilter } from '../history/history-query.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { HistoryTable } from '../panels/history-table.tsx'
import { LevelMark } from '../panels/level-mark.tsx'
import { RegionChoice } from '../panels/region-choice.tsx'
import { TabLinks } from '../panels/tab-links.tsx'
import { selectPast } from './commands.ts'
import { PlateDesk } from './plate-desk.tsx'
import { useSettings } from './settings.ts'
import { type AlarmHistory, useAlarmHistory } from './use-alarm-history.ts'
import { useRegionChoices } from './use-region-choices.ts'
import { changeView, useView } from './view-store.ts'
import '../theme/ingest.css'
import '../theme/history.css'

const go = (filter: HistoryFilter): void => location.assign(formatHistory(filter))

/** What alarmed before: found again, with its record, its course, and what people said of it. */
export const HistoryPage = ({ wide }: { wide: boolean }): ReactElement => {
  const { t } = useTranslation()
  const path = useView((view) => view.pagePath)
  const home = useView((view) => view.place.region)
  const past = useView((view) => view.past)
  const plateOpen = useView((view) => view.plateOpen)
  const filter = parseHistory(path, home)
  const history = useAlarmHistory(filter)
  const shown = past !== null && plateOpen
  // What is opened here is of this page: the monitor goes on with what it had.
  useEffect(() => {
    const { selection } = useView.getState()
    changeView({ plateOpen: false })
    return () => changeView({ past: null, selection, plateOpen: false })
  }, [])
  return (
    <main className={`history-page ${shown && wide ? 'with-plate' : ''}`} data-testid="history-page">
      <section className="past" aria-label={t('page.history')}>
        <Filters filter={filter} history={history} />
        <Listed history={history} />
      </section>
      {shown && (
        <aside className={wide ? 'beside' : 'drawer for-point'} aria-label={t('plate.title')}>
          <button type="button" className="close" onClick={() => changeView({ plateOpen: false })} aria-label={t('app.close')} aria-keyshortcuts="Escape">
            ×
          </button>
          <PlateDesk />
        </aside>
      )}
    </main>
  )
}

const Filters = ({ filter, history }: { filter: HistoryFilter; history: AlarmHistory }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const choices = useRegionChoices(filter.region)
  const toggle = (priority: Priority): void => go({ ...filter, priorities: priorities.filter((one) => filter.priorities.includes(one) !== (one === priority)) })
  return (
    <header className="filters">
      <TabLinks label={t('history.range')} current={filter.range} tabs={historyRanges.map((range) => ({ key: range, text: t(`history.range_${range}`), href: formatHistory({ ...filter, range }) }))} />
      <RegionChoice label={t('kpi.region')} region={filter.region} choices={choices} language={language} onChoose={(region) => go({ ...filter, region })} />
      <label>
        {t('history.record')}{' '}
        <select value={filter.record} onChange={(event) => go({ ...filter, record: historyRecords.find((record) => record === event.target.value) ?? 'live' })} data-testid="history-record">
          {historyRecords.map((record) => <option key={record} value={record}>{t(`history.record_${record}`)}</option>)}
        </select>
      </label>
      <div role="group" aria-label={t('history.priority')} className="levels">
        {priorities.map((priority) => (
          <button key={priority} type="button" aria-pressed={filter.priorities.includes(priority)} onClick={() => toggle(priority)} data-testid={`only-${priority}`}>
            <LevelMark level={priority} word={t(`level.${priority}`)} />
          </button>
        ))}
      </div>
      <OfInput key={filter.of} of={filter.of} onGive={(of) => go({ ...filter, of })} />
      <span className="asked soft number">
        {history.at !== undefined && t('history.asOf', { time: formatTimeOfDay(history.at) })}{' '}
        <Button size="small" onClick={history.refresh} loading={history.asking} data-testid="history-refresh">{t('history.refresh')}</Button>{' '}
        {history.at !== undefined && <Button size="small" href={historyTable(filter, history.at, language)} download data-testid="history-table">{t('history.table')}</Button>}
      </span>
    </header>
  )
}

/** An enterprise, or a point of one, by its code. */
const OfInput = ({ of, onGive }: { of: string; onGive(of: string): void }): ReactElement => {
  const { t } = useTranslation()
  const [text, setText] = useState(of)
  const give = (value: string): void => { if (value.trim() !== of) onGive(value.trim()) }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        give(text)
      }}
    >
      <Input size="small" value={text} aria-label={t('history.of')} placeholder={t('history.ofHint')} data-testid="history-of"
        onChange={(event) => {
          setText(event.target.value)
          if (event.target.value === '') give('')
        }}
        onBlur={() => give(text)}
      />
    </form>
  )
}

const Listed = ({ history: { alarms, more, asking, problem, at, older, refresh } }: { history: AlarmHistory }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const past = useView((view) => view.past)
  const open = useFeedStore(({ feed }) => feed.alarms)
  useEffect(() => needPoints((alarms ?? []).map(({ enterprise }) => enterprise)), [alarms])
  // What changes meanwhile is told by the feed, or is the answer to what was done here.
  const rows = useMemo(() => (alarms ?? []).map((listed) => {
    const alarm = open.get(listed.id) ?? (past?.id === listed.id ? past : listed)
    return { alarm, words: describeAlarm(alarm, names, language, t, at ?? 0), selected: past?.id === listed.id }
  }), [alarms, open, past, names, language, at, t])
  return (
    <div className="listed" tabIndex={0} aria-label={t('page.history')} role="region">
      <div role="alert">{problem !== null && <p className="notice">{t('history.failed', { problem: problemText(problem, language) })} <button type="button" onClick={refresh}>{t('app.retry')}</button></p>}</div>
      {rows.length > 0 && <HistoryTable rows={rows} onSelect={selectPast} />}
      {alarms === undefined && problem === null && <p className="empty">{t('app.loading')}</p>}
      {alarms?.length === 0 && <p className="empty" data-testid="history-none">{t('history.none')}</p>}
      {more && <p className="older"><Button onClick={older} loading={asking} data-testid="history-older">{t('history.older')}</Button></p>}
      {!more && rows.length > 0 && <p className="soft older">{t('history.all', { count: rows.length })}</p>}
    </div>
  )
}
