import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmGroup } from '../alarms/group-alarms.ts'
import type { AlarmWords } from '../alarms/alarm-words.ts'
import { romans } from '../levels/level.ts'
import { LevelShape } from './level-mark.tsx'

export interface GroupRowProps {
  group: AlarmGroup
  /** Of its first alarm. */
  words: AlarmWords
  selected: boolean
  /** Time of the first alarm in the operator's words, and since then. */
  firstAt: string
  elapsed: ReactNode
  onToggle(key: string): void
}

/** A source with alarms: how bad the worst is, how many, how many wait for somebody, and which began it. */
export const GroupRow = ({ group, words, selected, firstAt, elapsed, onToggle }: GroupRowProps): ReactElement => {
  const { t } = useTranslation()
  const level = t(`level.${group.worst}`)
  const count = t('group.count', { count: group.count })
  const waiting = t('group.unacknowledged', { count: group.unacknowledged })
  return (
    <div
      className={`group-row level-${group.worst} ${group.unacknowledged > 0 ? 'waits' : 'quiet'} ${selected ? 'selected' : ''}`}
      data-testid="group-row"
      data-group={group.key}
    >
      <button
        type="button"
        className="row-button"
        aria-expanded={group.expanded}
        aria-current={selected ? 'true' : undefined}
        aria-label={t('group.label', { level: `${romans[group.worst]} ${level}`, source: words.source, where: words.enterprise, count, waiting, first: words.what })}
        tabIndex={selected ? 0 : -1}
        onClick={() => onToggle(group.key)}
      />
      <span className="priority" aria-hidden="true">
        <LevelShape level={group.worst} size={18} />
        <small>
          {romans[group.worst]} {level}
        </small>
      </span>
      <span className="what">
        <b className="first" title={words.source}>
          {words.source}
        </b>
        <span className="second" title={words.enterprise}>
          {words.enterprise}
        </span>
      </span>
      <span className="many number">
        <b className="first">{count}</b>
        <span className="second">{waiting}</span>
      </span>
      <span className="began">
        <span className="first" title={words.what}>
          <span className={group.first.firstOut ? 'first-out' : 'earliest'}>{t(group.first.firstOut ? 'alarms.firstOut' : 'group.earliest')}</span> {words.what}
        </span>
        <span className="second number">
          {words.tag} · {firstAt}
        </span>
      </span>
      <span className="elapsed number">{elapsed}</span>
      <span className="unfold" aria-hidden="true">
        {group.expanded ? '▾' : '▸'}
      </span>
    </div>
  )
}
