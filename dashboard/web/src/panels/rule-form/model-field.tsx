import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleDraft } from '../../rules/rule-draft.ts'
import type { FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'

export interface ModelFieldProps {
  model: RuleDraft['model']
  faults: readonly FieldFault[]
  onForget(): void
}

/** What was learnt of a source. It is not written by hand: it is learnt, and may be forgotten. */
export const ModelField = ({ model, faults, onForget }: ModelFieldProps): ReactElement | null => {
  const { t } = useTranslation()
  const id = useId()
  if (model === undefined) return null
  const used = model.tags.filter((_tag, index) => model.roles[index] === 'used')
  return (
    <div className="model-field">
      <p>{t('model.learnt', { from: model.learntFrom.slice(0, 16).replace('T', ' '), to: model.learntTo.slice(0, 16).replace('T', ' '), rows: model.rows })}</p>
      <p>{t('model.channels', { used: used.length, tags: used.join(', ') })}</p>
      <p className="buttons">
        <button type="button" className="add" aria-describedby={faults.length > 0 ? id : undefined} onClick={onForget} data-testid="model-forget">
          {t('model.forget')}
        </button>
        <small>{t('model.hint')}</small>
      </p>
      <FaultText id={id} faults={faults} />
    </div>
  )
}
