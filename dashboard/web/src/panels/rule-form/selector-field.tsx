import { useId, type ReactElement } from 'react'
import type { Point } from '@hazardwatch/shared/ledger'
import { useTranslation } from 'react-i18next'
import { formatUnit } from '../../format/number.ts'
import { spoken } from '../../i18n/spoken.ts'
import { MOST_SHOWN } from '../../rules/pick-choices.ts'
import { formFault, type FieldFault } from '../../rules/rule-faults.ts'
import { attributeValues, withCondition, type SelectedPoints } from '../../rules/selected-points.ts'
import { FaultText } from './fault-text.tsx'

/** More would be a wall of buttons; the rest can be typed. */
const MOST_VALUES = 12

export interface SelectorFieldProps {
  text: string
  /** Of the enterprise. */
  points: readonly Point[]
  selected: SelectedPoints
  faults: readonly FieldFault[]
  nameOf(point: Point): string
  onChange(text: string): void
}

/** Which points a rule is on: a pattern of tags, what they have in common, and at once the points that this means. */
export const SelectorField = ({ text, points, selected, faults, nameOf, onChange }: SelectorFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const wrong = text !== '' && selected.fault !== null ? [formFault('point', 'selector', spoken(selected.fault))] : faults
  return (
    <div className={`selector-field rule-field ${wrong.length > 0 ? 'wrong' : ''}`}>
      <label htmlFor={id}>
        {t('selector.label')}
        <span className="soft"> *</span> <small>{t('selector.hint')}</small>
      </label>
      <input id={id} type="text" autoComplete="off" spellCheck={false} value={text} placeholder="GD-*" aria-required aria-invalid={wrong.length > 0} aria-describedby={`${id}-fault ${id}-count`} onChange={(event) => onChange(event.target.value)} data-testid="field-selector" />
      <FaultText id={`${id}-fault`} faults={wrong} />
      <div className="values" role="group" aria-label={t('selector.values')}>
        {attributeValues(points).slice(0, MOST_VALUES).map(({ attribute, value, count }) => (
          <button key={`${attribute}=${value}`} type="button" className="add" onClick={() => onChange(withCondition(text, attribute, value))} data-testid={`select-${attribute}`}>
            {t(`selector.${attribute}`)} = {value === '' ? t('ruleChange.empty') : value} <small>{count}</small>
          </button>
        ))}
      </div>
      {text !== '' && selected.fault === null && <Matches id={`${id}-count`} selected={selected} nameOf={nameOf} />}
    </div>
  )
}

/** A point that is meant and cannot be watched stands first: nobody should take it for guarded. */
const Matches = ({ id, selected: { watched, excluded }, nameOf }: { id: string; selected: SelectedPoints; nameOf(point: Point): string }): ReactElement => {
  const { t } = useTranslation()
  const more = Math.max(0, watched.length - MOST_SHOWN)
  return (
    <div className="reads">
      <p role="status" id={id} className={watched.length === 0 ? 'fault' : ''} data-testid="selector-count">
        {t(watched.length === 0 ? 'selector.none' : 'selector.count', { count: watched.length })}
        {excluded.length > 0 && <b className="fault"> ⚠ {t('selector.excluded', { count: excluded.length })}</b>}
      </p>
      <ul className="matches">
        {excluded.slice(0, MOST_SHOWN).map(({ point, reason }) => (
          <li key={point.tag} className="fault" title={spoken(reason)}>
            ⚠ <b>{point.tag}</b> {nameOf(point)} <small>{formatUnit(point.unit)}</small>
          </li>
        ))}
        {watched.slice(0, MOST_SHOWN).map((point) => (
          <li key={point.tag} data-testid="selected-point">
            <b>{point.tag}</b> {nameOf(point)} <small>{formatUnit(point.unit)}</small>
          </li>
        ))}
      </ul>
      {more > 0 && <small>{t('selector.more', { count: more })}</small>}
      <small>{t('selector.future')}</small>
    </div>
  )
}
