import { memo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { isHighLimit } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import type { AlarmWords } from '../alarms/alarm-words.ts'
import { formatDayTime, formatDuration } from '../format/duration.ts'
import { formatLimit, formatValue, withUnit } from '../format/number.ts'
import { LevelMark } from './level-mark.tsx'

export interface HistoryRow {
  alarm: Alarm
  words: AlarmWords
  selected: boolean
}

/** Alarms of the past, newest first: when, how bad, what and whose, value and limit, for how long, and who saw it how soon. */
export const HistoryTable = memo(({ rows, onSelect }: { rows: readonly HistoryRow[]; onSelect(alarm: Alarm): void }): ReactElement => {
  const { t } = useTranslation()
  const heads = ['raised', 'priority', 'what', 'whose', 'value', 'lasted', 'seen', 'state'] as const
  return (
    <table className="history-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className={`of-${head}`}>
              {t(`history.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.alarm.id} row={row} onSelect={onSelect} />
        ))}
      </tbody>
    </table>
  )
})

const Row = ({ row: { alarm, words, selected }, onSelect }: { row: HistoryRow; onSelect(alarm: Alarm): void }): ReactElement => {
  const { t } = useTranslation()
  const day = t('alarms.day')
  const raised = Date.parse(alarm.raisedAt)
  const marks = [...(alarm.late ? [t('history.late')] : []), ...(alarm.dryRun ? [t('history.dry')] : []), ...(alarm.mark === null ? [] : [t(alarm.mark.useful ? 'mark.useful' : 'mark.notUseful')])]
  return (
    <tr className={selected ? 'selected' : ''} aria-selected={selected} data-testid="history-row" data-alarm-id={alarm.id}>
      <th scope="row" className="number of-raised">
        <button type="button" onClick={() => onSelect(alarm)} aria-label={t('history.open', { what: words.what, where: words.enterprise, time: formatDayTime(raised) })}>
          {formatDayTime(raised)}
        </button>
      </th>
      <td className="of-priority">
        <LevelMark level={alarm.priority} word={t(`level.${alarm.priority}`)} />
      </td>
      <td className="of-what">
        {words.what}
        <small>{words.tag}</small>
      </td>
      <td className="of-whose">
        {words.enterprise}
        <small>{words.source}</small>
      </td>
      <td className="number of-value">
        {withUnit(formatValue(alarm.value), alarm.unit)}
        <small>{alarm.limit !== null && `${isHighLimit(alarm.kind) ? '≥' : '≤'} ${withUnit(formatLimit(alarm.limit), alarm.unit)}`}</small>
      </td>
      <td className="number of-lasted">{alarm.clearedAt === null ? t(alarm.state === 'normal' ? 'history.endUnknown' : 'history.stands') : formatDuration(Date.parse(alarm.clearedAt) - raised, day)}</td>
      <td className="of-seen">
        {alarm.acknowledgedAt === null ? '–' : alarm.acknowledgedBy}
        {alarm.acknowledgedAt !== null && <small className="number">{t('history.after', { time: formatDuration(Date.parse(alarm.acknowledgedAt) - raised, day) })}</small>}
      </td>
      <td className="of-state">
        {t(`state.${alarm.state}`)}
        <small>{marks.join(' · ')}</small>
      </td>
    </tr>
  )
}
