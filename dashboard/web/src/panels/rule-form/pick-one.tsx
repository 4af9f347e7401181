import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickChoice } from '../../rules/pick-choices.ts'
import { usePick } from './use-pick.ts'

export interface PickOneProps {
  /** Of the input, for its label. */
  id?: string | undefined
  /** Where no label stands beside it. */
  label?: string | undefined
  value: string
  choices: readonly PickChoice[]
  invalid?: boolean | undefined
  describedBy?: string | undefined
  required?: boolean | undefined
  testId: string
  placeholder?: string | undefined
  onPick(value: string): void
}

/** One of many, found by its words: a combobox with a list (ARIA 1.2). Esc leaves things as they were. */
export const PickOne = ({ value, choices, onPick, ...props }: PickOneProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const { text, at, found, more, list, ...pick } = usePick(value, choices, onPick)
  const chosen = choices.find((choice) => choice.value === value)
  const open = text !== null
  return (
    <div className="pick-one">
      <input
        id={props.id} type="text" role="combobox" autoComplete="off" spellCheck={false} data-testid={props.testId}
        aria-label={props.label} aria-expanded={open} aria-controls={id} aria-autocomplete="list" aria-activedescendant={open && found[at] !== undefined ? `${id}-${at}` : undefined}
        aria-invalid={props.invalid} aria-describedby={props.describedBy} aria-required={props.required}
        value={text ?? (chosen === undefined ? value : shownText(chosen))} placeholder={props.placeholder ?? t('form.pick')}
        onChange={(event) => pick.search(event.target.value)} onClick={pick.open} onFocus={(event) => event.target.select()} onKeyDown={pick.press} onBlur={pick.leave}
      />
      {value !== '' && chosen === undefined && !open && <small className="fault">⚠ {t('form.notKnown')}</small>}
      <div className="pick-list" id={id} ref={list} role="listbox" aria-label={t('form.sources')} hidden={!open}>
        {open && found.map((choice, index) => (
          <Option key={choice.value} id={`${id}-${index}`} choice={choice} active={index === at} onPick={pick.pick} />
        ))}
      </div>
      {open && (found.length === 0 || more > 0) && (
        <small className="pick-note" role="status">
          {found.length === 0 ? t('form.noMatch') : t('form.more', { count: more })}
        </small>
      )}
    </div>
  )
}

/** The name and the tag, where they are two. */
const shownText = ({ value, label }: PickChoice): string => (label === '' || label === value ? value : `${label} · ${value}`)

const Option = ({ id, choice, active, onPick }: { id: string; choice: PickChoice; active: boolean; onPick(value: string): void }): ReactElement => (
  // The focus stays in the field: its keys choose, and the pointer must not take it away.
  <div id={id} role="option" aria-selected={active} tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => onPick(choice.value)} onKeyDown={undefined}>
    <b>{choice.value}</b> <span>{choice.label === choice.value ? '' : choice.label}</span> <small>{choice.detail}</small>
  </div>
)
