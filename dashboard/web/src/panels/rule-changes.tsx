import type { ReactElement } from 'react'
import type { RuleChange } from '@hazardwatch/shared/rule-change'
import { useTranslation } from 'react-i18next'
import { reasonText } from '../alarms/reason-text.ts'
import { formatDayTime } from '../format/duration.ts'
import { diffRules, type FieldChange } from '../rules/rule-diff.ts'
import type { RuleField } from '../rules/rule-draft.ts'
import { valueText } from '../rules/rule-words.ts'

/** Who changed a rule, when, what and why; the newest first. */
export const RuleChanges = ({ changes, most }: { changes: readonly RuleChange[]; most: number }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="panel rule-changes" aria-label={t('ruleChange.title')}>
      <h3>{t('ruleChange.title')}</h3>
      {changes.length === 0 && <p className="soft">{t('ruleChange.none')}</p>}
      <ol>
        {changes.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ol>
      {changes.length >= most && <p className="soft">{t('ruleChange.older', { count: most })}</p>}
    </section>
  )
}

const Change = ({ change: { at, by, reason, before, after } }: { change: RuleChange }): ReactElement => {
  const { t } = useTranslation()
  const what = before === null ? 'created' : after === null ? 'retired' : 'changed'
  const fields = what === 'changed' ? diffRules(before, after) : []
  return (
    <li data-testid="rule-change">
      <p>
        <time className="number" dateTime={at}>
          {formatDayTime(Date.parse(at))}
        </time>{' '}
        <b>{by ?? t('ruleChange.nobody')}</b> {t(`ruleChange.${what}`)} · {reason === null ? t('ruleChange.noReason') : reasonText(reason, Date.parse(at))}
      </p>
      {what === 'changed' && fields.length === 0 && <p className="soft">{t('ruleChange.unchanged')}</p>}
      <FieldChanges fields={fields} />
    </li>
  )
}

/** Field: before → after. */
export const FieldChanges = ({ fields }: { fields: readonly FieldChange[] }): ReactElement | null => {
  const { t } = useTranslation()
  const said = (field: RuleField, value: FieldChange['before']): string => {
    const text = valueText(field, value, t)
    return text === '' ? t('ruleChange.empty') : text
  }
  if (fields.length === 0) return null
  return (
    <dl className="field-changes">
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{t(`ruleField.${field}`)}</dt>
          <dd className="number">
            <del>{said(field, before)}</del> → <ins>{said(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
