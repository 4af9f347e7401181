import { useId, useMemo, useState, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Point } from '@hazardwatch/shared/ledger'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { FaultText } from '../panels/rule-form/fault-text.tsx'
import { SelectorField } from '../panels/rule-form/selector-field.tsx'
import type { RuleDraft } from '../rules/rule-draft.ts'
import type { FieldFault } from '../rules/rule-faults.ts'
import { mayBeOnMany, namesMany, selectedPoints } from '../rules/selected-points.ts'
import { useSettings } from './settings.ts'
import { useWatched } from './use-watched.ts'

interface IdentityProps {
  enterprise: string
  draft: RuleDraft
  /** As it reads in the form, where it can be read. */
  rule: AlarmRule | undefined
  faults: readonly FieldFault[]
  onChange(draft: RuleDraft): void
}

/** What a new rule watches, and what it is known by. */
export const RuleIdentity = (props: IdentityProps): ReactElement => {
  const { draft, onChange } = props
  const { t } = useTranslation()
  const id = useId()
  const [many, setMany] = useState(false)
  const possible = mayBeOnMany(RuleKind.safeParse(draft.kind).data ?? 'H')
  const choose = (next: boolean): void => {
    setMany(next)
    onChange({ ...draft, point: undefined })
  }
  return (
    <>
      {possible && (
        <div className="choices" role="radiogroup" aria-label={t('selector.which')}>
          {[false, true].map((value) => (
            <label key={String(value)}>
              <input type="radio" name={id} checked={many === value} onChange={() => choose(value)} data-testid={value ? 'watch-many' : 'watch-one'} /> {t(value ? 'selector.many' : 'selector.one')}
            </label>
          ))}
        </div>
      )}
      {possible && many && <RuleSelector {...props} />}
      <div className="rule-fields">
        {!(possible && many) && <OneWatched {...props} />}
        <IdField {...props} />
      </div>
    </>
  )
}

const usePointsOf = (enterprise: string): readonly Point[] => {
  const known = useLedger((ledger) => ledger.points)
  return useMemo(() => [...known.values()].filter((point) => point.enterprise === enterprise), [known, enterprise])
}

/** The selector of a rule on many points; nothing where the rule is on one. */
export const KnownSelector = (props: IdentityProps): ReactElement | null => {
  const points = usePointsOf(props.enterprise)
  // Whoever is just writing one has not finished it: what the rule in force has decides.
  const [was] = useState(props.draft.point)
  return namesMany(was, points) ? <RuleSelector {...props} /> : null
}

const RuleSelector = ({ enterprise, draft, rule, faults, onChange }: IdentityProps): ReactElement => {
  const language = useSettings((settings) => settings.language)
  const points = usePointsOf(enterprise)
  const text = draft.point ?? ''
  const selected = useMemo(() => selectedPoints(text, points, rule), [text, points, rule])
  return <SelectorField text={text} points={points} selected={selected} faults={faults.filter(({ field }) => field === 'point')} nameOf={(point) => nameOf(point, language)} onChange={(point) => onChange({ ...draft, point })} />
}

const OneWatched = ({ enterprise, draft, faults, onChange }: IdentityProps): ReactElement => {
  const { t } = useTranslation()
  const { label, choices } = useWatched(enterprise, draft.kind)
  const wrong = faults.filter(({ field }) => field === 'point')
  return (
    <div className={`rule-field ${wrong.length > 0 ? 'wrong' : ''}`}>
      <label htmlFor="rule-point">
        {t(label)}
        <span className="soft"> *</span>
      </label>
      <select id="rule-point" value={draft.point ?? ''} aria-required aria-invalid={wrong.length > 0} aria-describedby={wrong.length > 0 ? 'rule-point-fault' : undefined} onChange={(event) => onChange({ ...draft, point: event.target.value })} data-testid="field-point">
        <option value="">{t('editor.unset')}</option>
        {choices.map(({ value, name }) => (
          <option key={value} value={value}>
            {value} {name}
          </option>
        ))}
      </select>
      <FaultText id="rule-point-fault" faults={wrong} />
    </div>
  )
}

const IdField = ({ enterprise, draft, faults, onChange }: IdentityProps): ReactElement => {
  const { t } = useTranslation()
  const wrong = faults.filter(({ field }) => field === 'id')
  return (
    <div className={`rule-field ${wrong.length > 0 ? 'wrong' : ''}`}>
      <label htmlFor="rule-id">{t('ruleField.id')}</label>
      <input
        id="rule-id" type="text" value={draft.id ?? ''} placeholder={`${enterprise}/${draft.point ?? '…'}/${draft.kind ?? ''}`} aria-invalid={wrong.length > 0} aria-describedby={wrong.length > 0 ? 'rule-id-fault' : undefined}
        onChange={(event) => onChange({ ...draft, id: event.target.value.trim() === '' ? undefined : event.target.value })} data-testid="field-id"
      />
      <FaultText id="rule-id-fault" faults={wrong} />
    </div>
  )
}
