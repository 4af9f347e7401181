import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { optionWord } from '../../rules/option-words.ts'
import type { FormField } from '../../rules/rule-form.ts'

/** Several of a fixed set, as check boxes in the order of the contract. */
export const ChoicesField = ({ field, chosen, onChange }: { field: FormField; chosen: readonly string[]; onChange(chosen: readonly string[] | undefined): void }): ReactElement => {
  const { t } = useTranslation()
  const turn = (option: string, on: boolean): void => {
    const next = field.options.filter((known) => (known === option ? on : chosen.includes(known)))
    onChange(next.length === 0 ? undefined : next)
  }
  return (
    <div className="choices">
      {field.options.map((option) => (
        <label key={option}>
          <input type="checkbox" checked={chosen.includes(option)} onChange={(event) => turn(option, event.target.checked)} data-testid={`${field.name}-${option}`} /> {optionWord(field.name, option, t)}
        </label>
      ))}
    </div>
  )
}
