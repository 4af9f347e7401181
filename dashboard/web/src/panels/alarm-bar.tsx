import type { ReactElement, Ref } from 'react'
import { Input, Segmented, type InputRef } from 'antd'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { alarmSorts, type AlarmSort } from '../alarms/arrange-alarms.ts'
import { LevelShape } from './level-mark.tsx'

export interface AlarmBarProps {
  count: number
  /** How many wait to be acknowledged, and the worst of them. */
  unacknowledged: { count: number; worst: Priority | null }
  /** New ones that wait until the rows may move, worst first. */
  waiting: readonly Alarm[]
  /** Open alarms outside the chosen place. */
  elsewhere: number
  /** How many alarms are shelved, suppressed or out of service. */
  hidden: number
  view: 'open' | 'hidden'
  onView(view: 'open' | 'hidden'): void
  sort: AlarmSort
  grouped: boolean
  filter: string
  filterRef: Ref<InputRef>
  onRelease(): void
  onEverywhere(): void
  onSort(sort: AlarmSort): void
  onGrouped(): void
  onFilter(text: string): void
}

/** How many there are, what waits above, and how the list is sorted and filtered. */
export const AlarmBar = ({
  count,
  unacknowledged,
  waiting,
  elsewhere,
  hidden,
  view,
  onView,
  sort,
  grouped,
  filter,
  filterRef,
  onRelease,
  onEverywhere,
  onSort,
  onGrouped,
  onFilter,
}: AlarmBarProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <header>
      <h2>
        {t('alarms.title')}{' '}
        <b className="number" data-testid="alarm-count">
          {count}
        </b>
      </h2>
      <span className="soft">{t('alarms.unacknowledged', { count: unacknowledged.count })}</span>
      {view === 'hidden' ? <BackToAlarms {...unacknowledged} onBack={() => onView('open')} /> : <HiddenSwitch hidden={hidden} onView={onView} />}
      <FreshChip waiting={waiting} onRelease={onRelease} />
      {elsewhere > 0 && (
        <button type="button" className="elsewhere" onClick={onEverywhere}>
          {t('alarms.elsewhere', { count: elsewhere })} · {t('alarms.all')}
        </button>
      )}
      <span className="spring" />
      <button type="button" className="group-switch" aria-pressed={grouped} aria-keyshortcuts="G" onClick={onGrouped} data-testid="group-switch">
        {t('group.bySource')}
      </button>
      <Segmented<AlarmSort>
        size="small"
        aria-label={t('alarms.sort')}
        value={sort}
        onChange={onSort}
        options={alarmSorts.map((value) => ({ value, label: t(value === 'priority' ? 'alarms.byPriority' : 'alarms.byTime') }))}
      />
      <FilterField filter={filter} filterRef={filterRef} onFilter={onFilter} />
    </header>
  )
}

const FilterField = ({ filter, filterRef, onFilter }: Pick<AlarmBarProps, 'filter' | 'filterRef' | 'onFilter'>): ReactElement => {
  const { t } = useTranslation()
  return (
    <Input
      ref={filterRef}
      size="small"
      className="filter"
      allowClear
      value={filter}
      onChange={(event) => onFilter(event.target.value)}
      placeholder={t('alarms.filterHint')}
      aria-label={t('alarms.filter')}
      aria-keyshortcuts="/"
      data-testid="alarm-filter"
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

const HiddenSwitch = ({ hidden, onView }: Pick<AlarmBarProps, 'hidden' | 'onView'>): ReactElement | null => {
  const { t } = useTranslation()
  if (hidden === 0) return null
  return (
    <button type="button" className="elsewhere" aria-pressed={false} aria-keyshortcuts="H" onClick={() => onView('hidden')} data-testid="hidden-switch">
      {t('hide.count', { count: hidden })}
    </button>
  )
}

/** While what is hidden stands in the place of the alarms, a new one must not stay out of sight. */
const BackToAlarms = ({ count, worst, onBack }: AlarmBarProps['unacknowledged'] & { onBack(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <button type="button" className={worst === null ? 'elsewhere' : 'fresh'} aria-pressed aria-keyshortcuts="H" onClick={onBack} data-testid="hidden-switch">
      {worst === null ? t('hide.back') : <><LevelShape level={worst} size={12} /> {t('alarms.backTo', { count })}</>}
    </button>
  )
}

const FreshChip = ({ waiting, onRelease }: { waiting: readonly Alarm[]; onRelease(): void }): ReactElement | null => {
  const { t } = useTranslation()
  const [worst] = waiting
  if (worst === undefined) return null
  return (
    <button
      type="button"
      className="fresh"
      onClick={onRelease}
      aria-label={t('alarms.freshLabel', { count: waiting.length })}
      aria-keyshortcuts="N"
      data-testid="fresh-chip"
    >
      <LevelShape level={worst.priority} size={12} /> {t('alarms.fresh', { count: waiting.length })}
    </button>
  )
}
