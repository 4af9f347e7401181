import { useState, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { RuleChange } from '@hazardwatch/shared/rule-change'
import { useTranslation } from 'react-i18next'
import { fetchRuleChanges, fetchRule, MOST_CHANGES, replaceRule, retireRule } from '../api/rule-calls.ts'
import { RuleChanges } from '../panels/rule-changes.tsx'
import { formatPage } from '../place/page.ts'
import { diffRules } from '../rules/rule-diff.ts'
import { draftOf, type RuleDraft } from '../rules/rule-draft.ts'
import { readDraft } from '../rules/rule-form.ts'
import { BacktestDesk } from './backtest-desk.tsx'
import { underName } from './commands.ts'
import { LearnDesk } from './learn-desk.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { KnownSelector } from './rule-identity.tsx'
import { usePolled } from './use-polled.ts'
import { leaveFor } from './view-store.ts'

const CHANGES_MS = 10_000

/** What came of a try to write a rule: a sentence about it, or why it failed. */
export type Outcome = { kind: 'saved' } | { kind: 'refused'; problem: unknown } | { kind: 'stale'; inForce: AlarmRule } | null

/** One rule: its form, what a change would have done, and its history. */
export const RuleDesk = ({ rule, rules, onChanged }: { rule: AlarmRule; rules: readonly AlarmRule[]; onChanged(): void }): ReactElement => {
  const { t } = useTranslation()
  const [base, setBase] = useState(rule)
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(rule))
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const { answer, refresh } = usePolled(`changes ${rule.id}`, () => fetchRuleChanges(rule.id), CHANGES_MS)
  const read = readDraft(draft)
  const take = (next: AlarmRule, what: Outcome): void => {
    setBase(next)
    setDraft(draftOf(next))
    setOutcome(what)
  }
  const write = async (act: (by: string) => Promise<Outcome>): Promise<void> => {
    setBusy(true)
    // Refusals belong to the form, not to the line above the page.
    const answered = await underName((by) => act(by).catch((problem: unknown): Outcome => ({ kind: 'refused', problem })))
    setBusy(false)
    if (answered === undefined) return
    setOutcome(answered)
    if (answered?.kind !== 'saved') return
    onChanged()
    refresh()
  }
  const save = (next: AlarmRule, reason: string): Promise<void> => write(async (by) => {
    const inForce = await fetchRule(next.id)
    // A limit that a colleague has just set must not be written over unseen.
    if (diffRules(base, inForce).length > 0) return { kind: 'stale', inForce }
    take(await replaceRule(next, { by, reason }), null)
    return { kind: 'saved' }
  })
  const retire = (reason: string): Promise<void> => write(async (by) => {
    await retireRule(rule.id, { by, reason })
    leaveFor(formatPage('rules', rule.enterprise))
    return { kind: 'saved' }
  })
  // What was learnt is an edit of the rule in force; what stands changed in the form stays for whoever wrote it.
  const takeLearnt = async (): Promise<void> => {
    const inForce = await fetchRule(base.id)
    if (read.rule === undefined || diffRules(base, read.rule).length > 0) setOutcome({ kind: 'stale', inForce })
    else take(inForce, null)
    onChanged()
    refresh()
  }
  return (
    <div className="rule-desk">
      <RuleEditor
        title={t('editor.title')} draft={draft} base={base} rules={rules} read={read} outcome={outcome} busy={busy}
        onChange={(next) => { setDraft(next); setOutcome(null) }}
        onUndo={() => take(base, null)}
        onTakeNew={(inForce) => take(inForce, null)}
        onSave={save} onRetire={retire}
      >
        {(faults) => <KnownSelector key={base.point} enterprise={rule.enterprise} draft={draft} rule={read.rule} faults={faults} onChange={(next) => { setDraft(next); setOutcome(null) }} />}
      </RuleEditor>
      <RuleSide inForce={base} candidate={read.rule} changes={answer?.value ?? []} onLearnt={takeLearnt} />
    </div>
  )
}

interface RuleSideProps {
  inForce: AlarmRule
  candidate: AlarmRule | undefined
  changes: readonly RuleChange[]
  onLearnt(): Promise<void>
}

/** What stands beside the form. */
const RuleSide = ({ inForce, candidate, changes, onLearnt }: RuleSideProps): ReactElement => (
  <div className="rule-side">
    {inForce.kind === 'multivariate' && <LearnDesk rule={inForce} onLearnt={onLearnt} />}
    <BacktestDesk inForce={inForce} candidate={candidate} />
    <RuleChanges changes={changes} most={MOST_CHANGES} />
  </div>
)
