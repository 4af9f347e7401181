import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickChoice } from '../../rules/pick-choices.ts'
import type { StageDraft } from '../../rules/rule-draft.ts'
import { faultsWithin, type FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'
import { PickOne } from './pick-one.tsx'

const none: StageDraft = { point: '', low: '', high: '' }

export interface StageFieldProps {
  stage: StageDraft | undefined
  choices: readonly PickChoice[]
  unitOf(tag: string): string
  faults: readonly FieldFault[]
  onChange(stage: StageDraft | undefined): void
}

/** A rule that is armed only while another point is within bounds: a stage of a batch. */
export const StageField = ({ stage = none, choices, unitOf, faults, onChange }: StageFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const change = (part: Partial<StageDraft>): void => {
    const next = { ...stage, ...part }
    onChange(next.point === '' && next.low === '' && next.high === '' ? undefined : next)
  }
  const wrong = (part: string): readonly FieldFault[] => faultsWithin(faults, part)
  return (
    <div className="stage-field">
      <div className="stage-parts">
        <span className="part wide">
          <label htmlFor={`${id}-point`}>{t('stage.point')}</label>
          <PickOne id={`${id}-point`} value={stage.point} choices={choices} testId="field-activeWhile" invalid={wrong('point').length > 0} describedBy={wrong('point').length > 0 ? `${id}-point-fault` : undefined} onPick={(point) => change({ point })} />
          <FaultText id={`${id}-point-fault`} faults={wrong('point')} />
        </span>
        {(['low', 'high'] as const).map((bound) => (
          <span key={bound} className="part">
            <label htmlFor={`${id}-${bound}`}>
              {t(`stage.${bound}`)} <small>{unitOf(stage.point)}</small>
            </label>
            <input
              id={`${id}-${bound}`} type="text" inputMode="decimal" autoComplete="off" value={stage[bound]} aria-invalid={wrong(bound).length > 0} aria-describedby={wrong(bound).length > 0 ? `${id}-${bound}-fault` : undefined}
              onChange={(event) => change({ [bound]: event.target.value })} data-testid={`stage-${bound}`}
            />
            <FaultText id={`${id}-${bound}-fault`} faults={wrong(bound)} />
          </span>
        ))}
        {stage !== none && (
          <button type="button" className="add" onClick={() => onChange(undefined)}>
            {t('form.clear')}
          </button>
        )}
      </div>
      <StageWords stage={stage} unit={unitOf(stage.point)} />
      <FaultText id={`${id}-fault`} faults={faults.filter(({ path }) => path.length === 0)} />
    </div>
  )
}

const StageWords = ({ stage: { point, low, high }, unit }: { stage: StageDraft; unit: string }): ReactElement => {
  const { t } = useTranslation()
  const figure = (text: string): string => (unit === '' ? text : `${text} ${unit}`)
  if (point === '' || (low === '' && high === '')) return <p className="soft">{t('stage.none')}</p>
  const reads = low !== '' && high !== '' ? t('stage.between', { point, low, high: figure(high) }) : low !== '' ? t('stage.above', { point, low: figure(low) }) : t('stage.below', { point, high: figure(high) })
  return (
    <p className="reads">
      {reads} <small>{t('stage.before')}</small>
    </p>
  )
}
