import { useRef, useState, type ReactElement, type RefObject } from 'react'
import { Button } from 'antd'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { looksLikeSelector } from '@hazardwatch/shared/point-selector'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemText } from '../api/problem.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { FieldChanges } from '../panels/rule-changes.tsx'
import { FaultText } from '../panels/rule-form/fault-text.tsx'
import { RuleFields } from '../panels/rule-form/rule-fields.tsx'
import { isUnset, sameValue, type RuleDraft } from '../rules/rule-draft.ts'
import { diffRules } from '../rules/rule-diff.ts'
import { formFault, serviceFaults, type FieldFault } from '../rules/rule-faults.ts'
import { fieldGroups, fieldsOf, newDraft, urgentFaults, type FieldGroup, type ReadDraft } from '../rules/rule-form.ts'
import { PresetDesk } from './preset-desk.tsx'
import type { Outcome } from './rule-desk.tsx'
import { useFirstFault } from './use-first-fault.ts'
import { useRuleSurroundings } from './use-rule-surroundings.ts'
import { useSettings } from './settings.ts'
import { useUnsaved } from './use-unsaved.ts'

export interface RuleEditorProps {
  title: string
  draft: RuleDraft
  /** The rule in force; null: a new one. */
  base: AlarmRule | null
  /** All of its enterprise. */
  rules: readonly AlarmRule[]
  read: ReadDraft
  outcome: Outcome
  busy: boolean
  onChange(draft: RuleDraft): void
  onUndo?(): void
  onTakeNew?(inForce: AlarmRule): void
  onSave(rule: AlarmRule, reason: string): Promise<void>
  onRetire?(reason: string): Promise<void>
  /** What stands above the fields: which point, which preset. */
  children(faults: readonly FieldFault[]): ReactElement
}

/** What the service has found, at the fields. */
const refusedFaults = (outcome: Outcome): FieldFault[] => {
  if (outcome?.kind !== 'refused' || !(outcome.problem instanceof ApiProblem)) return []
  const { code, faults } = outcome.problem
  return code === 'already_exists' ? [formFault('id', 'taken')] : serviceFaults(faults)
}

/** The form of a rule, made of what its kind takes, and what becomes of it. */
export const RuleEditor = (props: RuleEditorProps): ReactElement => {
  const { title, draft, base, rules, read, outcome, onChange } = props
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLElement>(null)
  const point = useLedger((ledger) => ledger.points.get(pointKey(draft.enterprise ?? '', draft.point ?? '')))
  const around = useRuleSurroundings(draft, base, rules)
  useUnsaved(base === null ? !sameValue(draft, newDraft(draft.enterprise ?? '')) : around.changed.size > 0)
  useFirstFault(form, outcome)
  const fields = fieldsOf(RuleKind.safeParse(draft.kind).data ?? 'H')
  const faults = [...(tried ? read.faults : urgentFaults(read.faults)), ...refusedFaults(outcome)]
  return (
    <section className="panel rule-editor" aria-label={title} data-testid="rule-editor" ref={form}>
      <h3>{base === null ? title : `${around.pointName} · ${base.id}`}</h3>
      {props.children(faults)}
      <PresetDesk draft={draft} pointUnit={point?.unit} onFill={onChange} />
      {fieldGroups.map((group) => {
        const inGroup = fields.filter((field) => field.group === group)
        return (
          <Part key={group} group={group} opened={group !== 'armed' || inGroup.some(({ name }) => !isUnset(draft[name]))} changed={inGroup.some(({ name }) => around.changed.has(name))}>
            <RuleFields fields={inGroup} draft={draft} faults={faults} around={around} onChange={onChange} />
          </Part>
        )
      })}
      <Whole faults={faults} base={base} draft={draft} />
      <SaveBar {...props} form={form} onTry={() => setTried(true)} />
    </section>
  )
}

/** A part of the form. It opens with what is in it; from then on it is as whoever reads it leaves it. */
const Part = ({ group, opened, changed, children }: { group: FieldGroup; opened: boolean; changed: boolean; children: ReactElement }): ReactElement => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(opened)
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid={`group-${group}`}>
      <summary>
        {t(`editor.group_${group}`)} {changed && <span className="changed" title={t('form.changed')}>●</span>}
      </summary>
      {children}
    </details>
  )
}

/** Faults that stand at no field of the form. What a rule in force watches is one, unless that is a selector. */
const Whole = ({ faults, base, draft }: { faults: readonly FieldFault[]; base: AlarmRule | null; draft: RuleDraft }): ReactElement => {
  const fixed = base !== null && !looksLikeSelector(draft.point ?? '')
  return (
    <>
      {faults.filter(({ field }) => field === null || field === 'enterprise' || (base !== null && field === 'id') || (fixed && field === 'point')).map((fault) => (
        <FaultText key={`${fault.field} ${fault.message.en}`} id={`whole-${fault.field}`} faults={[fault]} />
      ))}
    </>
  )
}

interface SaveBarProps extends RuleEditorProps {
  form: RefObject<HTMLElement | null>
  onTry(): void
}

const SaveBar = ({ base, read, outcome, busy, form, onTry, onUndo, onTakeNew, onSave, onRetire }: SaveBarProps): ReactElement => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [needsReason, setNeedsReason] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const askFirst = useFirstFault(form, null)
  const changes = base === null || read.rule === undefined ? [] : diffRules(base, read.rule)
  const given = reason.trim() !== ''
  const changed = base === null || read.rule === undefined || changes.length > 0
  const wrong = urgentFaults(read.faults).length
  const why = wrong > 0 ? t('editor.faults', { count: wrong }) : read.faults.length > 0 ? t('form.missing', { count: read.faults.length }) : !changed ? t('editor.nothing') : ''
  const demandReason = (): void => {
    setNeedsReason(true)
    field.current?.focus()
  }
  // What hinders is shown where it is, and the focus goes there: a button that is merely dead says nothing.
  const save = (): void => {
    onTry()
    if (read.rule === undefined) return askFirst()
    if (!given) return demandReason()
    void onSave(read.rule, reason.trim())
  }
  return (
    <div className="save-bar">
      <FieldChanges fields={changes} />
      <div className={`reason ${needsReason && !given ? 'needed' : ''}`}>
        <label htmlFor="rule-reason">
          {t('editor.reason')}
          <span className="soft"> *</span> <small>{t('editor.reasonHint')}</small>
        </label>
        <input id="rule-reason" ref={field} type="text" value={reason} maxLength={1_000} aria-required aria-invalid={needsReason && !given} aria-describedby={needsReason && !given ? 'rule-reason-fault' : undefined} onChange={(event) => setReason(event.target.value)} data-testid="rule-reason" />
        {needsReason && !given && (
          <p className="fault" id="rule-reason-fault">
            {t('form.reasonMissing')}
          </p>
        )}
      </div>
      <div className="buttons">
        <Button type="primary" loading={busy} disabled={!changed} onClick={save} data-testid="rule-save">
          {t(base === null ? 'editor.saveNew' : 'editor.save')}
        </Button>
        {onUndo !== undefined && changed && (
          <Button onClick={onUndo} data-testid="rule-undo">
            {t('editor.undo')}
          </Button>
        )}
        {onRetire !== undefined && <Retire ready={given} onAsk={demandReason} onRetire={() => onRetire(reason.trim())} />}
        <span className="soft">{why}</span>
      </div>
      <Told outcome={outcome} onTakeNew={onTakeNew} />
    </div>
  )
}

/** Retiring asks twice, and for the reason first. */
const Retire = ({ ready, onAsk, onRetire }: { ready: boolean; onAsk(): void; onRetire(): Promise<void> }): ReactElement => {
  const { t } = useTranslation()
  const [sure, setSure] = useState(false)
  if (!sure) {
    return (
      <Button onClick={() => (ready ? setSure(true) : onAsk())} data-testid="rule-retire">
        {t('editor.remove')}
      </Button>
    )
  }
  return (
    <>
      <Button autoFocus onClick={() => void onRetire().then(() => setSure(false))} data-testid="rule-retire-sure">
        {t('editor.removeSure')}
      </Button>
      <Button onClick={() => setSure(false)}>{t('editor.cancel')}</Button>
    </>
  )
}

/** What became of the last try; a place that was there before, so that it is spoken. */
const Told = ({ outcome, onTakeNew }: { outcome: Outcome; onTakeNew: RuleEditorProps['onTakeNew'] | undefined }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  return (
    <div role="alert" data-testid="rule-outcome">
      {outcome?.kind === 'saved' && <p>✓ {t('editor.saved')}</p>}
      {outcome?.kind === 'refused' && (
        <p className="fault">
          {t('editor.refused')}: {problemText(outcome.problem, language)}
        </p>
      )}
      {outcome?.kind === 'stale' && (
        <p className="fault">
          {t('editor.stale')}{' '}
          <Button size="small" onClick={() => onTakeNew?.(outcome.inForce)}>
            {t('editor.takeNew')}
          </Button>
        </p>
      )}
    </div>
  )
}
