import type { ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { formatLimit, withUnit } from '../format/number.ts'
import { formatPage } from '../place/page.ts'
import type { RuleReach } from '../rules/rule-reach.ts'
import { LevelMark } from './level-mark.tsx'

export interface RuleRow {
  rule: AlarmRule
  /** Name of the point, or its tag, or the selector. */
  name: string
  /** Of a rule on many points. */
  reach: RuleReach | null
  unit: string
  kind: string
  /** `unknown`: not heard yet, or switched off. */
  now: 'alarming' | 'hiddenNow' | 'calm' | 'unknown'
}

/** Rules of an enterprise; each opens by its link. */
export const RuleTable = ({ rows, hidden }: { rows: readonly RuleRow[]; hidden: number }): ReactElement => {
  const { t } = useTranslation()
  const heads = ['point', 'kind', 'limit', 'deadband', 'delays', 'priority', 'enabled', 'now'] as const
  return (
    <section className="panel wide-table rule-table" aria-label={t('rules.list')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`rules.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.rule.id} row={row} />
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p className="empty">{t('rules.more', { count: hidden })}</p>}
    </section>
  )
}

const Row = ({ row: { rule, name, reach, unit, kind, now } }: { row: RuleRow }): ReactElement => {
  const { t } = useTranslation()
  return (
    <tr data-testid="rule-row" className={rule.enabled ? '' : 'off'}>
      <th scope="row">
        <a href={formatPage('rules', rule.enterprise, 'rule', rule.id)}>
          {name}
          <small>{rule.id}</small>
        </a>
        {reach !== null && <Reach reach={reach} mayBeNone={rule.allowNoPoints === true} />}
      </th>
      <td>{kind}</td>
      <td className="number">{rule.limit === null ? '–' : withUnit(formatLimit(rule.limit), unit)}</td>
      <td className="number">{formatLimit(rule.deadband)}</td>
      <td className="number">
        {rule.onDelayS} / {rule.offDelayS} s
      </td>
      <td>
        <LevelMark level={rule.priority} word={t(`level.${rule.priority}`)} />
      </td>
      <td>{t(rule.enabled ? 'rules.on' : 'rules.off')}</td>
      <td className={now === 'alarming' ? 'alarms-now' : 'soft'}>{now === 'unknown' ? '–' : t(`rules.${now}`)}</td>
    </tr>
  )
}

/** A point that is meant and not watched, and a rule that watches nothing, must not look calm. */
const Reach = ({ reach: { watched, excluded }, mayBeNone }: { reach: RuleReach; mayBeNone: boolean }): ReactElement => {
  const { t } = useTranslation()
  return (
    <>
      <small className={watched + excluded === 0 && !mayBeNone ? 'alarms-now' : 'soft'} data-testid="rule-reach">{t('rules.onPoints', { count: watched })}</small>
      {excluded > 0 && <small className="alarms-now" data-testid="rule-excluded">{t('rules.excluded', { count: excluded })}</small>}
    </>
  )
}
