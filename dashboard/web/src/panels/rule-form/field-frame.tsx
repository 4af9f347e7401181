import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'

export interface FieldFrameProps {
  id: string
  label: string
  /** Beside the label: the unit, or what is meant. */
  hint?: string
  required: boolean
  /** Several controls: a group with a legend instead of one with a label. */
  group: boolean
  className: string
  /** Spoken name of the field in what restores it. */
  faults: readonly FieldFault[]
  /** Whether faults stand below; a control of many parts shows them itself. */
  showFaults: boolean
  /** Value of the rule in force, where the form has another; null = it has the same. */
  was: string | null
  onRestore(): void
  children: ReactNode
}

/** What every field has: its name, its unit, that it was changed and from what, and what is wrong. */
export const FieldFrame = (props: FieldFrameProps): ReactElement => {
  const { id, label, hint = '', required, group, faults, was, children } = props
  const { t } = useTranslation()
  const name = (
    <>
      {was !== null && (
        <span className="changed" title={t('form.changed')}>
          ●<span className="unseen">{t('form.changed')}</span>{' '}
        </span>
      )}
      {label}
      {required && <span className="soft"> *</span>} {hint !== '' && <small>{hint}</small>}
    </>
  )
  const below = (
    <>
      {props.showFaults && <FaultText id={`${id}-fault`} faults={faults} />}
      {was !== null && (
        <p className="was">
          <span>{t('form.was', { value: was === '' ? t('ruleChange.empty') : was })}</span>{' '}
          <button type="button" aria-label={`${t('form.restore')} ${label}`} onClick={props.onRestore}>
            {t('form.restore')}
          </button>
        </p>
      )}
    </>
  )
  const className = `rule-field ${props.className} ${faults.length > 0 ? 'wrong' : ''} ${was !== null ? 'is-changed' : ''}`
  if (group) {
    return (
      <fieldset className={className}>
        <legend>{name}</legend>
        {children}
        {below}
      </fieldset>
    )
  }
  return (
    <div className={className}>
      <label htmlFor={id}>{name}</label>
      {children}
      {below}
    </div>
  )
}
