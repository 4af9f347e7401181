import { useState, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { createRule } from '../api/rule-calls.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { formatPage } from '../place/page.ts'
import type { RuleDraft } from '../rules/rule-draft.ts'
import { newDraft, readDraft } from '../rules/rule-form.ts'
import { repointed } from '../rules/selected-points.ts'
import { BacktestDesk } from './backtest-desk.tsx'
import { underName } from './commands.ts'
import type { Outcome } from './rule-desk.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RuleIdentity } from './rule-identity.tsx'
import { leaveFor } from './view-store.ts'

/** A rule that is not there yet: which point, of which kind, from which standard. */
export const NewRuleDesk = ({ enterprise, rules }: { enterprise: string; rules: readonly AlarmRule[] }): ReactElement => {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<RuleDraft>(() => newDraft(enterprise))
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const read = readDraft(draft)
  const change = (next: RuleDraft): void => {
    setDraft(repointed(next, draft, [...useLedger.getState().points.values()].filter((point) => point.enterprise === enterprise)))
    setOutcome(null)
  }
  const save: Parameters<typeof RuleEditor>[0]['onSave'] = async (rule, reason) => {
    setBusy(true)
    const problem = await underName((by) => createRule(rule, { by, reason }).then(() => null, (refusal: unknown) => ({ refusal })))
    setBusy(false)
    if (problem === null) leaveFor(formatPage('rules', enterprise, 'rule', rule.id))
    else if (problem !== undefined) setOutcome({ kind: 'refused', problem: problem.refusal })
  }
  return (
    <div className="rule-desk">
      <RuleEditor title={t('editor.newTitle')} draft={draft} base={null} rules={rules} read={read} outcome={outcome} busy={busy} onChange={change} onSave={save}>
        {(faults) => <RuleIdentity enterprise={enterprise} draft={draft} rule={read.rule} faults={faults} onChange={change} />}
      </RuleEditor>
      <div className="rule-side">
        <BacktestDesk inForce={null} candidate={read.rule} />
      </div>
    </div>
  )
}
