import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { optionWord } from '../../rules/option-words.ts'
import type { FormField } from '../../rules/rule-form.ts'

export interface PlainInputProps {
  field: FormField
  text: string
  /** What counts where nothing stands. */
  standard: string
  /** Id, test id and what is spoken with it. */
  attributes: { 'id': string; 'data-testid': string; 'aria-describedby': string | undefined; 'aria-invalid': boolean; 'aria-required': boolean }
  onChange(text: string): void
}

/** A field that is one text: a number, a line, several lines, a choice, a switch. */
export const PlainInput = ({ field, text, standard, attributes, onChange }: PlainInputProps): ReactElement => {
  const { t } = useTranslation()
  if (field.input === 'boolean') return <input {...attributes} type="checkbox" checked={text === 'true'} onChange={(event) => onChange(String(event.target.checked))} />
  if (field.input === 'lines') return <textarea {...attributes} rows={2} value={text} onChange={(event) => onChange(event.target.value)} />
  if (field.input === 'choice') {
    return (
      <select {...attributes} value={text} onChange={(event) => onChange(event.target.value)}>
        {!(field.required && text !== '') && <option value="">{standard === '' ? t('editor.unset') : t('form.standard', { value: optionWord(field.name, standard, t) })}</option>}
        {field.options.map((option) => (
          <option key={option} value={option}>
            {optionWord(field.name, option, t)}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      {...attributes} type="text" inputMode={field.input === 'number' ? 'decimal' : undefined} autoComplete="off" value={text} placeholder={standard === '' ? undefined : t('form.standard', { value: standard })} onChange={(event) => onChange(event.target.value)}
      onBlur={(event) => { if (event.target.value !== event.target.value.trim()) onChange(event.target.value.trim()) }}
    />
  )
}
