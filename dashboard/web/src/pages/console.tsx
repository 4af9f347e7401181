import { lazy, Suspense, useCallback, useMemo, useRef, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { groupRowId } from '../alarms/group-alarms.ts'
import { moveSelection } from '../alarms/arrange-alarms.ts'
import type { FeedSocket } from '../feed/feed-socket.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { isInSight, keysOfPage, type ShortcutAction } from '../keyboard/shortcut.ts'
import { loadLedger, useLedger } from '../ledger/ledger-store.ts'
import { DeadBar } from '../panels/dead-bar.tsx'
import type { AlarmDeskHandle } from './alarm-desk.tsx'
import { Announcer } from './announcer.tsx'
import { openCare } from './care-commands.ts'
import { command, mark, nameOperator, outOfService, selectAlarm, selectGroup, shelve, toggleGroup } from './commands.ts'
import { ConsoleHeader } from './console-header.tsx'
import { MonitorPage } from './monitor-page.tsx'
import { useSettings } from './settings.ts'
import { switchGrouping } from './use-flood.ts'
import { useFirstSelection } from './use-first-selection.ts'
import { useMedia, WIDE } from './use-media.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { silence, useAlarmSound } from './use-sound.ts'
import { useSubscription } from './use-subscription.ts'
import { changeView, leaveFor, useView, type Selection } from './view-store.ts'

const IngestPage = lazy(async () => ({ default: (await import('./ingest-page.tsx')).IngestPage }))
const HistoryPage = lazy(async () => ({ default: (await import('./history-page.tsx')).HistoryPage }))
const RulesPage = lazy(async () => ({ default: (await import('./rules-page.tsx')).RulesPage }))
const KpiPage = lazy(async () => ({ default: (await import('./kpi-page.tsx')).KpiPage }))
const CareDialogs = lazy(async () => ({ default: (await import('./care-dialogs.tsx')).CareDialogs }))
const ShortcutsDialog = lazy(async () => ({ default: (await import('../panels/shortcuts-dialog.tsx')).ShortcutsDialog }))
const PublishDialog = lazy(async () => ({ default: (await import('../panels/publish-dialog.tsx')).PublishDialog }))
const ShelveDialog = lazy(async () => ({ default: (await import('../panels/shelve-dialog.tsx')).ShelveDialog }))
const ReasonDialog = lazy(async () => ({ default: (await import('../panels/reason-dialog.tsx')).ReasonDialog }))
const UnsavedDialog = lazy(async () => ({ default: (await import('../panels/unsaved-dialog.tsx')).UnsavedDialog }))
const OperatorDialog = lazy(async () => ({ default: (await import('../panels/operator-dialog.tsx')).OperatorDialog }))

/** What all pages have: how bad it is, how live it is, what went wrong, and the way to the other pages. */
export const Console = ({ feed }: { feed: FeedSocket }): ReactElement => {
  const { t } = useTranslation()
  const liveness = useLiveness()
  const wide = useMedia(WIDE)
  const { page, dialog, selection } = useView()
  const current = selection?.kind === 'alarm' ? selection.id : undefined
  const desk = useRef<AlarmDeskHandle>(null)
  useSubscription(feed)
  const act = useCallback((action: ShortcutAction) => {
    const { alarmView, plateOpen } = useView.getState()
    const onMonitor = page === 'monitor'
    if (isInSight(action, { list: onMonitor && alarmView === 'open', plate: plateOpen || (onMonitor && wide) })) runShortcut(action, desk.current)
  }, [wide, page])
  const keys = useMemo(() => keysOfPage(page), [page])
  useShortcuts(dialog !== null, keys, act)
  useAlarmSound()
  useFirstSelection()
  return (
    <div className={`console is-${liveness} ${wide ? 'wide' : 'narrow'}`}>
      {page === 'monitor' && <SkipLink />}
      <ConsoleHeader />
      <FeedDeadBar />
      <Notices />
      <Announcer />
      <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
        {page === 'monitor' && <MonitorPage desk={desk} wide={wide} />}
        {page === 'history' && <HistoryPage wide={wide} />}
        {page === 'kpis' && <KpiPage />}
        {page === 'ingest' && <IngestPage />}
        {page === 'rules' && <RulesPage />}
      </Suspense>
      <Suspense>
        {(dialog === 'bump' || dialog === 'calibrate') && <CareDialogs dialog={dialog} onClose={closeDialog} />}
        {dialog === 'keys' && <ShortcutsDialog onClose={closeDialog} />}
        {dialog === 'publish' && <PublishDialog origin={location.origin} onClose={closeDialog} />}
        {dialog === 'shelve' && current !== undefined && <ShelveDialog onShelve={(shelving) => shelve(current, shelving)} onClose={closeDialog} />}
        {dialog === 'outOfService' && current !== undefined && <ReasonDialog onGive={(reason) => outOfService(current, reason)} onClose={closeDialog} />}
        {dialog === 'unsaved' && <UnsavedDialog onLeave={() => leaveFor(useView.getState().wanted)} onStay={closeDialog} />}
        {dialog === 'operator' && (
          <OperatorDialog name={useSettings.getState().operator ?? t('operator.fallback')} onSave={nameOperator} onClose={closeDialog} />
        )}
      </Suspense>
    </div>
  )
}

const SkipLink = (): ReactElement => {
  const { t } = useTranslation()
  return (
    <a
      className="skip"
      href="#alarm-list"
      onClick={(event) => {
        event.preventDefault()
        document.getElementById('alarm-list')?.focus()
      }}
    >
      {t('app.skip')}
    </a>
  )
}

const closeDialog = (): void => changeView({ dialog: null, afterOperator: null })

const runShortcut = (action: ShortcutAction, desk: AlarmDeskHandle | null): void => {
  const { selection } = useView.getState()
  const current = selection?.kind === 'alarm' ? selection.id : undefined
  switch (action) {
    case 'acknowledge':
    case 'reset':
    case 'confirm':
    case 'take':
    case 'shelve':
    case 'outOfService':
    case 'bringBack':
      return current === undefined ? undefined : command(current, action)
    case 'useful':
    case 'notUseful':
      return current === undefined ? undefined : mark(current, action === 'useful')
    case 'bump':
    case 'calibrate':
      return openCare(action)
    case 'hidden':
      return changeView(({ alarmView }) => ({ alarmView: alarmView === 'open' ? 'hidden' : 'open' }))
    case 'group':
      return switchGrouping()
    case 'next':
      return step(desk, 1)
    case 'previous':
      return step(desk, -1)
    case 'open':
      return openSelection(desk, selection)
    case 'close':
      return useView.getState().plateOpen ? changeView({ plateOpen: false }) : changeView({ selection: null })
    case 'help':
      return changeView({ dialog: 'keys' })
    case 'filter':
      return desk?.focusFilter()
    case 'silence':
      return silence()
    case 'release':
      return desk?.release()
    default:
      return action satisfies never
  }
}

const openSelection = (desk: AlarmDeskHandle | null, selection: Selection): void => {
  if (selection === null) return step(desk, 1)
  if (selection.kind !== 'group') return changeView({ plateOpen: true })
  const row = desk?.rows().find(({ id }) => id === groupRowId(selection.key))
  if (row?.kind === 'group') toggleGroup(selection.key, !row.group.expanded)
}

const step = (desk: AlarmDeskHandle | null, by: number): void => {
  const { selection } = useView.getState()
  const current = selection?.kind === 'alarm' ? selection.id : selection?.kind === 'group' ? groupRowId(selection.key) : undefined
  const rows = desk?.rows() ?? []
  const to = moveSelection(rows, current, by)
  const row = rows.find(({ id }) => id === to)
  if (row?.kind === 'group') selectGroup(row.group.key)
  else if (row !== undefined) selectAlarm(row.id, false)
}

/** A page that is just opening has not failed to connect yet. */
const OPENING_MS = 1_500

const FeedDeadBar = (): ReactElement | null => {
  const liveness = useLiveness()
  const { feed, link } = useFeedStore()
  const waited = useFeedStore(({ now, openedAt }) => now - openedAt > OPENING_MS)
  const seconds = useFeedStore(({ now }) => (feed.heardAt === null ? 0 : Math.max(0, Math.floor((now - feed.heardAt) / 1_000))))
  if (liveness === 'never' && !waited) return null
  return <DeadBar liveness={liveness} seconds={seconds} pictureAt={(feed.heardAt ?? 0) + feed.skewMs} attempts={link.attempts} />
}

/** What went wrong, in a place that was there before, so that it is spoken. */
const Notices = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const problem = useView((view) => view.problem)
  const ledger = useLedger(({ phase, problem: cause }) => (phase === 'failed' ? cause : null))
  const merged = useFeedStore(({ feed }) => feed.mergedReadings)
  const refusal = useFeedStore(({ feed }) => feed.refusal)
  return (
    <div className="notices">
      <div role="alert">
        {problem !== null && (
          <p className="notice">
            {t('command.failed', { problem: problemText(problem, language) })}{' '}
            <button type="button" onClick={() => changeView({ problem: null })}>
              {t('command.dismiss')}
            </button>
          </p>
        )}
        {ledger !== null && (
          <p className="notice">
            {t('app.failed')}: {problemText(ledger, language)}{' '}
            <button type="button" onClick={() => void loadLedger()}>
              {t('app.retry')}
            </button>
          </p>
        )}
        {refusal !== null && (
          <p className="notice">
            {t('feed.refused')}: {refusal.words[language]}
          </p>
        )}
      </div>
      <div role="status">{merged > 0 && <p className="notice quiet">{t('feed.lagging', { count: merged })}</p>}</div>
    </div>
  )
}
