import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { createRule } from '../api/rule-calls.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { formatPage } from '../place/page.ts'
import { readDraft, type RuleDraft } from '../rules/rule-form.ts'
import { BacktestDesk } from './backtest-desk.tsx'
import { underName } from './commands.ts'
import type { Outcome } from './rule-desk.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { useSettings } from './settings.ts'

/** A rule that is not there yet: which point, of which kind, from which standard. */
export const NewRuleDesk = ({ enterprise }: { enterprise: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const ledgerPoints = useLedger((ledger) => ledger.points)
  useEffect(() => needPoints(enterprise), [enterprise])
  const points = useMemo(() => [...ledgerPoints.values()].filter((point) => point.enterprise === enterprise), [ledgerPoints, enterprise])
  const [draft, setDraft] = useState<RuleDraft>({ enterprise, kind: 'H', priority: 'yellow', enabled: 'true', ackRequired: 'true' })
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const read = readDraft(draft)
  const change = (next: RuleDraft): void => {
    setDraft(next)
    setOutcome(null)
  }
  const save: Parameters<typeof RuleEditor>[0]['onSave'] = async (rule, reason) => {
    setBusy(true)
    const problem = await underName((by) => createRule(rule, { by, reason }).then(() => null, (refusal: unknown) => ({ refusal })))
    setBusy(false)
    if (problem === null) location.hash = formatPage('rules', enterprise, 'rule', rule.id)
    else if (problem !== undefined) setOutcome({ kind: 'refused', problem: problem.refusal })
  }
  return (
    <div className="rule-desk">
      <RuleEditor title={t('editor.newTitle')} draft={draft} base={null} read={read} outcome={outcome} busy={busy} onChange={change} onSave={save}>
        <div className="rule-fields">
          <label className="rule-field">
            {t('ruleField.point')}
            <select value={draft.point ?? ''} onChange={(event) => change({ ...draft, point: event.target.value })} data-testid="field-point">
              <option value="">{t('editor.unset')}</option>
              {points.map((point) => (
                <option key={point.tag} value={point.tag}>
                  {point.tag} {nameOf(point, language)}
                </option>
              ))}
            </select>
          </label>
          <label className="rule-field">
            {t('ruleField.id')}
            <input type="text" value={draft.id ?? ''} placeholder={`${enterprise}/${draft.point ?? '…'}/${draft.kind ?? ''}`} onChange={(event) => change({ ...draft, id: event.target.value })} data-testid="field-id" />
          </label>
        </div>
      </RuleEditor>
      <div className="rule-side">
        <BacktestDesk inForce={null} candidate={read.rule} />
      </div>
    </div>
  )
}
