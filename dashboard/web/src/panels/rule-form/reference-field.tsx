import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickChoice } from '../../rules/pick-choices.ts'
import type { RuleDraft } from '../../rules/rule-draft.ts'
import type { FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'
import { PickOne } from './pick-one.tsx'

export interface ReferenceFieldProps {
  draft: RuleDraft
  unit: string
  choices: readonly PickChoice[]
  faults: readonly FieldFault[]
  onChange(draft: RuleDraft): void
}

/** What a deviation is measured from: a figure, or another point. One of the two, never both. */
export const ReferenceField = ({ draft, unit, choices, faults, onChange }: ReferenceFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const bySibling = draft.sibling !== undefined
  const shared = { id: `${id}-value`, describedBy: faults.length > 0 ? `${id}-fault` : undefined }
  return (
    <div className="reference-field">
      <span className="choices">
        {(['setpoint', 'sibling'] as const).map((by) => (
          <label key={by}>
            <input
              type="radio" name={id} checked={(by === 'sibling') === bySibling} data-testid={`reference-${by}`}
              onChange={() => onChange({ ...draft, setpoint: undefined, sibling: by === 'sibling' ? '' : undefined })}
            />{' '}
            {t(`reference.${by}`)}
          </label>
        ))}
      </span>
      <label htmlFor={shared.id}>
        {t(bySibling ? 'ruleField.sibling' : 'ruleField.setpoint')} <small>{bySibling ? '' : unit}</small>
      </label>
      {bySibling ? (
        <PickOne id={shared.id} value={draft.sibling ?? ''} choices={choices} testId="field-sibling" required invalid={faults.length > 0} describedBy={shared.describedBy} onPick={(sibling) => onChange({ ...draft, sibling })} />
      ) : (
        <input
          id={shared.id} type="text" inputMode="decimal" autoComplete="off" value={draft.setpoint ?? ''} aria-invalid={faults.length > 0} aria-describedby={shared.describedBy} aria-required
          onChange={(event) => onChange({ ...draft, setpoint: event.target.value })} data-testid="field-setpoint"
        />
      )}
      <FaultText id={`${id}-fault`} faults={faults} />
    </div>
  )
}
