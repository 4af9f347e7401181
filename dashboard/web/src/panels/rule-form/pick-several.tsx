import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickChoice } from '../../rules/pick-choices.ts'
import { faultsWithin, type FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'
import { PickOne } from './pick-one.tsx'
import { useFocusAfter } from './use-focus-after.ts'

export interface PickSeveralProps {
  /** Prefix of the test ids. */
  name: string
  addLabel: string
  values: readonly string[]
  choices: readonly PickChoice[]
  faults: readonly FieldFault[]
  required: boolean
  onChange(values: readonly string[]): void
}

/** Several of many, in their order: each with what takes it away, and a field that adds one. */
export const PickSeveral = ({ name, addLabel, values, choices, faults, required, onChange }: PickSeveralProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const [box, focusAfter] = useFocusAfter<HTMLDivElement>()
  const whole = faults.filter(({ path }) => path.length === 0)
  const remove = (index: number): void => {
    onChange(values.filter((_value, place) => place !== index))
    focusAfter('input')
  }
  return (
    <div className="pick-several" ref={box}>
      {values.length > 0 && (
        <ul>
          {values.map((value, index) => {
            const choice = choices.find((known) => known.value === value)
            const wrong = faultsWithin(faults, String(index))
            return (
              <li key={`${value} ${index}`} className={wrong.length > 0 ? 'wrong' : ''} data-testid={`${name}-item`}>
                <span className="what">
                  <b>{value}</b> <span>{choice === undefined || choice.label === value ? '' : choice.label}</span> <small>{choice?.detail ?? `⚠ ${t('form.notKnown')}`}</small>
                </span>
                <button type="button" className="remove" aria-label={t('form.remove', { name: value })} aria-describedby={wrong.length > 0 ? `${id}-${index}` : undefined} onClick={() => remove(index)}>
                  ×
                </button>
                <FaultText id={`${id}-${index}`} faults={wrong} />
              </li>
            )
          })}
        </ul>
      )}
      <PickOne
        label={addLabel} value="" placeholder={addLabel} testId={`field-${name}`} required={required} invalid={whole.length > 0} describedBy={whole.length > 0 ? id : undefined}
        choices={choices.filter(({ value }) => !values.includes(value))} onPick={(value) => { if (value !== '') onChange([...values, value]) }}
      />
      <FaultText id={id} faults={whole} />
    </div>
  )
}
