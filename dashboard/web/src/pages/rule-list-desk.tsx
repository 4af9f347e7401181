import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { isActive, type Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { alarmUnit } from '@hazardwatch/shared/alarm-unit'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { fetchOpenAlarms } from '../api/rule-calls.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { RuleTable, type RuleRow } from '../panels/rule-table.tsx'
import { reachOf } from '../rules/rule-reach.ts'
import { optionWord } from '../rules/option-words.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

const ALARMS_MS = 3_000
/** More rows than anybody reads; the filter finds the rest. */
const MOST_ROWS = 300

/** The rules of an enterprise, to be found by any of their words. */
export const RuleListDesk = ({ enterprise, rules }: { enterprise: string; rules: readonly AlarmRule[] | undefined }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const points = useLedger((ledger) => ledger.points)
  const [filter, setFilter] = useState('')
  useEffect(() => needPoints([enterprise]), [enterprise])
  const { answer, problem } = usePolled(`open alarms ${enterprise}`, () => fetchOpenAlarms(enterprise), ALARMS_MS)
  // An old answer must not look like the present.
  const alarms = problem === null ? answer?.value : undefined
  const rows = useMemo(() => {
    const states = statesOf(alarms ?? [])
    return (rules ?? []).map((rule): RuleRow => {
      const point = points.get(pointKey(rule.enterprise, rule.point))
      return {
        rule, unit: alarmUnit(rule, point?.unit ?? rule.unit ?? ''), kind: optionWord('kind', rule.kind, t),
        reach: reachOf(rule, points), name: point === undefined ? rule.point : nameOf(point, language), now: states.get(rule.id) ?? (alarms === undefined || !rule.enabled ? 'unknown' : 'calm'),
      }
    })
  }, [rules, alarms, points, language, t])
  if (rules === undefined) return <p className="empty">{t('app.loading')}</p>
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const found = rows.filter(({ rule, name, kind }) => words.every((word) => `${name} ${rule.id} ${rule.point} ${kind} ${t(`level.${rule.priority}`)}`.toLowerCase().includes(word)))
  return (
    <>
      <div role="status">{problem !== null && <p className="notice">{t('rules.oldAlarms', { problem: problemText(problem, language) })}</p>}</div>
      <div className="rules-filter">
        <label>
          {t('rules.filter')} <input type="search" value={filter} placeholder={t('rules.filterHint')} onChange={(event) => setFilter(event.target.value)} data-testid="rule-filter" />
        </label>
        <span className="soft" role="status">
          {t('rules.count', { count: found.length })}
        </span>
      </div>
      {found.length === 0 ? <p className="empty">{t(rules.length === 0 ? 'rules.none' : 'rules.noneFound')}</p> : <RuleTable rows={found.slice(0, MOST_ROWS)} hidden={Math.max(0, found.length - MOST_ROWS)} />}
    </>
  )
}

/** What each rule's alarm does now; one that sounds stands before one that is hidden. */
const statesOf = (alarms: readonly Alarm[]): Map<string, RuleRow['now']> => {
  const states = new Map<string, RuleRow['now']>()
  for (const alarm of alarms) {
    const hidden = alarm.state === 'shelved' || alarm.state === 'suppressed' || alarm.state === 'out_of_service'
    if (hidden && states.get(alarm.rule) !== 'alarming') states.set(alarm.rule, 'hiddenNow')
    if (!hidden && isActive(alarm)) states.set(alarm.rule, 'alarming')
  }
  return states
}
