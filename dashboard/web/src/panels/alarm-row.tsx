import { memo, type ReactElement, type ReactNode } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { isHighLimit } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { awaitsAcknowledgement } from '../alarms/arrange-alarms.ts'
import { limitName, type AlarmWords } from '../alarms/alarm-words.ts'
import { formatLimit, withUnit } from '../format/number.ts'
import { romans } from '../levels/level.ts'
import { LevelShape } from './level-mark.tsx'

export interface AlarmRowProps {
  alarm: Alarm
  words: AlarmWords
  selected: boolean
  /** Below the row of its group. */
  grouped: boolean
  /** Acknowledging is possible now: the feed lives. */
  enabled: boolean
  pending: boolean
  /** Newest value, drawn apart so that a reading redraws only itself. */
  value: ReactNode
  /** The course of the value, drawn apart for the same reason. */
  spark: ReactNode
  elapsed: ReactNode
  onSelect(id: string): void
  onAcknowledge(id: string): void
}

/** One alarm: how bad, what and which instrument, whose and in which state, value against limit, how long, what to do. */
const Row = ({ alarm, words, selected, grouped, enabled, pending, value, spark, elapsed, onSelect, onAcknowledge }: AlarmRowProps): ReactElement => {
  const { t } = useTranslation()
  const level = t(`level.${alarm.priority}`)
  const waits = awaitsAcknowledgement(alarm)
  const label = t('alarms.rowLabel', { level: `${romans[alarm.priority]} ${level}`, what: words.what, where: words.enterprise, state: words.standing })
  return (
    <div
      className={`alarm-row level-${alarm.priority} ${waits ? 'waits' : 'quiet'} ${selected ? 'selected' : ''} ${grouped ? 'grouped' : ''} ${alarm.state === 'normal' ? 'ended' : alarm.state === 'returned_unacknowledged' ? 'returned' : ''}`}
      data-testid="alarm-row"
      data-alarm-id={alarm.id}
      data-state={alarm.state}
    >
      <button
        type="button"
        className="row-button"
        aria-label={label}
        aria-current={selected ? 'true' : undefined}
        tabIndex={selected ? 0 : -1}
        onClick={() => onSelect(alarm.id)}
      />
      <span className="priority" aria-hidden="true">
        <LevelShape level={alarm.priority} size={18} />
        <small>
          {romans[alarm.priority]} {level}
        </small>
      </span>
      <What alarm={alarm} words={words} />
      <span className="whose">
        <span className="first" title={words.enterprise}>
          {words.enterprise}
        </span>
        <span className="second" title={words.standing}>
          {words.standing}
        </span>
      </span>
      <span className="value">
        <span className="first number">{value}</span>
        <span className="second number">
          {alarm.limit !== null && `${limitName(alarm, t)} ${isHighLimit(alarm.kind) ? '≥' : '≤'} ${withUnit(formatLimit(alarm.limit), alarm.unit)}`}
        </span>
      </span>
      <span className="spark">{spark}</span>
      <span className="elapsed number">{elapsed}</span>
      <span className="action">
        {waits && <AcknowledgeButton alarm={alarm} what={words.what} enabled={enabled} pending={pending} onAcknowledge={onAcknowledge} />}
      </span>
    </div>
  )
}

/** What has happened, and on which instrument. */
const What = ({ alarm, words }: { alarm: Alarm; words: AlarmWords }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="what">
      <span className="first" title={words.what}>
        <span className="cut">{words.point}</span>{' '}
        <span className="kind">
          <span className={words.code === '' ? '' : 'kind-word'}>{words.kind} </span>
          {words.code}
        </span>{' '}
        {alarm.firstOut && <span className="first-out">{t('alarms.firstOut')}</span>}
      </span>
      <span className="second">
        {[words.tag, words.source].filter((part) => part !== '').join(' · ')}
      </span>
    </span>
  )
}

type ButtonProps = Pick<AlarmRowProps, 'alarm' | 'enabled' | 'pending' | 'onAcknowledge'> & { what: string }

const AcknowledgeButton = ({ alarm, what, enabled, pending, onAcknowledge }: ButtonProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className="acknowledge"
      data-testid="acknowledge"
      disabled={!enabled || pending}
      aria-label={t('alarms.acknowledgeOf', { name: what })}
      title={enabled ? undefined : t('dead.disabled')}
      onClick={() => onAcknowledge(alarm.id)}
    >
      {pending ? t('alarms.acknowledging') : t('alarms.acknowledgeShort')}
    </button>
  )
}

export const AlarmRow = memo(Row)
