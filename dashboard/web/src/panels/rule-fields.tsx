import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { optionWord } from '../rules/option-words.ts'
import type { FieldFault, FormField, RuleDraft, RuleField } from '../rules/rule-form.ts'

export interface RuleFieldsProps {
  fields: readonly FormField[]
  draft: RuleDraft
  faults: readonly FieldFault[]
  /** Unit of the point, beside limit and deadband. */
  unit: string
  onChange(name: RuleField, text: string): void
}

/** The fields of one part of a rule, each with its label and what is wrong with it. */
export const RuleFields = ({ fields, draft, faults, unit, onChange }: RuleFieldsProps): ReactElement => (
  <div className="rule-fields">
    {fields.map((field) => (
      <Field key={field.name} field={field} text={draft[field.name] ?? ''} faults={faults.filter((fault) => fault.field === field.name)} unit={unit} onChange={(text) => onChange(field.name, text)} />
    ))}
  </div>
)

interface FieldProps {
  field: FormField
  text: string
  faults: readonly FieldFault[]
  unit: string
  onChange(text: string): void
}

const measured = new Set<RuleField>(['limit', 'deadband', 'level', 'setpoint', 'low', 'high', 'tolerance'])
const hintOf = { list: 'editor.listHint', json: 'editor.jsonHint' } as const

const Field = ({ field, text, faults, unit, onChange }: FieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const { name, input, group } = field
  const label = t(`ruleField.${name}`)
  const hint = input === 'list' || input === 'json' ? t(hintOf[input]) : measured.has(name) ? unit : ''
  const described = faults.length > 0 ? `${id}-fault` : undefined
  const shared = { id, 'data-testid': `field-${name}`, 'aria-describedby': described, 'aria-invalid': faults.length > 0, 'aria-required': field.required }
  return (
    <div className={`rule-field is-${input} in-${group} ${faults.length > 0 ? 'wrong' : ''}`}>
      {input !== 'choices' && (
        <label htmlFor={id}>
          {label}
          {field.required && input !== 'boolean' && <span className="soft"> *</span>} {hint !== '' && <small>{hint}</small>}
        </label>
      )}
      {input === 'boolean' && <input {...shared} type="checkbox" checked={text === 'true'} onChange={(event) => onChange(String(event.target.checked))} />}
      {input === 'choice' && <Choice shared={shared} field={field} text={text} onChange={onChange} />}
      {input === 'choices' && <Choices field={field} label={label} text={text} onChange={onChange} />}
      {(input === 'json' || (input === 'text' && group === 'rationale')) && <textarea {...shared} rows={2} value={text} onChange={(event) => onChange(event.target.value)} />}
      {(input === 'number' || input === 'list' || (input === 'text' && group !== 'rationale')) && (
        <input {...shared} type="text" inputMode={input === 'number' ? 'decimal' : undefined} autoComplete="off" value={text} onChange={(event) => onChange(event.target.value)} />
      )}
      {faults.length > 0 && (
        <p className="fault" id={described}>
          {faults.map(({ message }) => message).join('; ')}
        </p>
      )}
    </div>
  )
}

const Choice = ({ shared, field, text, onChange }: { shared: object; field: FormField; text: string; onChange(text: string): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
      {!(field.required && text !== '') && <option value="">{t('editor.unset')}</option>}
      {field.options.map((option) => (
        <option key={option} value={option}>
          {optionWord(field.name, option, t)}
        </option>
      ))}
    </select>
  )
}

const Choices = ({ field, label, text, onChange }: { field: FormField; label: string; text: string; onChange(text: string): void }): ReactElement => {
  const { t } = useTranslation()
  const chosen = text.split(',').map((part) => part.trim()).filter((part) => part !== '')
  const turn = (option: string, on: boolean): void => onChange(field.options.filter((known) => (known === option ? on : chosen.includes(known))).join(', '))
  return (
    <fieldset data-testid={`field-${field.name}`}>
      <legend>
        {label}
        {field.required && <span className="soft"> *</span>}
      </legend>
      {field.options.map((option) => (
        <label key={option}>
          <input type="checkbox" checked={chosen.includes(option)} onChange={(event) => turn(option, event.target.checked)} /> {optionWord(field.name, option, t)}
        </label>
      ))}
    </fieldset>
  )
}
