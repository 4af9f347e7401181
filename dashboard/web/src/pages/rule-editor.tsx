import { useEffect, useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemText } from '../api/problem.ts'
import { formatUnit } from '../format/number.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { FieldChanges } from '../panels/rule-changes.tsx'
import { RuleFields } from '../panels/rule-fields.tsx'
import { diffRules } from '../rules/rule-diff.ts'
import { fieldGroups, fieldsOf, serviceFaults, type FieldFault, type ReadDraft, type RuleDraft } from '../rules/rule-form.ts'
import { PresetDesk } from './preset-desk.tsx'
import type { Outcome } from './rule-desk.tsx'
import { useSettings } from './settings.ts'

export interface RuleEditorProps {
  title: string
  draft: RuleDraft
  /** The rule in force; null: a new one. */
  base: AlarmRule | null
  read: ReadDraft
  outcome: Outcome
  busy: boolean
  onChange(draft: RuleDraft): void
  onUndo?(): void
  onTakeNew?(inForce: AlarmRule): void
  onSave(rule: AlarmRule, reason: string): Promise<void>
  onRetire?(reason: string): Promise<void>
  /** What stands above the fields: which point, which preset. */
  children?: ReactElement
}

/** The form of a rule, made of what its kind takes, and what becomes of it. */
export const RuleEditor = (props: RuleEditorProps): ReactElement => {
  const { title, draft, base, read, outcome, onChange } = props
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const enterprise = draft.enterprise ?? ''
  useEffect(() => needPoints(enterprise), [enterprise])
  const point = useLedger((ledger) => ledger.points.get(pointKey(enterprise, draft.point ?? '')))
  const fields = fieldsOf(RuleKind.safeParse(draft.kind).data ?? 'H')
  const faults: readonly FieldFault[] = outcome?.kind === 'refused' && outcome.problem instanceof ApiProblem ? [...read.faults, ...serviceFaults(outcome.problem.faults)] : read.faults
  return (
    <section className="panel rule-editor" aria-label={title} data-testid="rule-editor">
      <h3>{base === null ? title : `${point === undefined ? draft.point : nameOf(point, language)} · ${base.id}`}</h3>
      {props.children}
      <PresetDesk draft={draft} pointUnit={point?.unit} onFill={onChange} />
      {fieldGroups.map((group) => (
        <details key={group} open={group !== 'armed' || fields.some((field) => field.group === 'armed' && (draft[field.name] ?? '') !== '')} data-testid={`group-${group}`}>
          <summary>{t(`editor.group_${group}`)}</summary>
          <RuleFields fields={fields.filter((field) => field.group === group)} draft={draft} faults={faults} unit={formatUnit(point?.unit ?? '')} onChange={(name, text) => onChange({ ...draft, [name]: text })} />
        </details>
      ))}
      <Whole faults={faults} />
      <SaveBar {...props} />
    </section>
  )
}

/** Faults that stand at no field of the form. */
const Whole = ({ faults }: { faults: readonly FieldFault[] }): ReactElement => (
  <>
    {faults.filter(({ field }) => field === null || field === 'id' || field === 'point' || field === 'enterprise' || field === 'model').map(({ field, message }) => (
      <p key={`${field} ${message}`} className="fault">
        {field} {message}
      </p>
    ))}
  </>
)

const SaveBar = ({ base, read, outcome, busy, onUndo, onTakeNew, onSave, onRetire }: RuleEditorProps): ReactElement => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [sure, setSure] = useState(false)
  const changes = base === null || read.rule === undefined ? [] : diffRules(base, read.rule)
  const given = reason.trim() !== ''
  const changed = base === null || changes.length > 0
  const why = read.faults.length > 0 ? t('editor.faults', { count: read.faults.length }) : !changed ? t('editor.nothing') : !given ? t('editor.needReason') : ''
  const send = async (act: () => Promise<void>): Promise<void> => {
    await act()
    setSure(false)
  }
  return (
    <div className="save-bar">
      <FieldChanges fields={changes} />
      <label className="reason">
        {t('editor.reason')} <small>{t('editor.reasonHint')}</small>
        <input type="text" value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} data-testid="rule-reason" />
      </label>
      <div className="buttons">
        <Button type="primary" loading={busy} disabled={read.rule === undefined || !changed || !given} onClick={() => { if (read.rule !== undefined) void onSave(read.rule, reason.trim()) }} data-testid="rule-save">
          {t(base === null ? 'editor.saveNew' : 'editor.save')}
        </Button>
        {onUndo !== undefined && changed && <Button onClick={onUndo}>{t('editor.undo')}</Button>}
        {onRetire !== undefined && !sure && (
          <Button disabled={!given} onClick={() => setSure(true)} data-testid="rule-retire">
            {t('editor.remove')}
          </Button>
        )}
        {onRetire !== undefined && sure && (
          <>
            <Button onClick={() => void send(() => onRetire(reason.trim()))} data-testid="rule-retire-sure">
              {t('editor.removeSure')}
            </Button>
            <Button onClick={() => setSure(false)}>{t('editor.cancel')}</Button>
          </>
        )}
        <span className="soft">{why}</span>
      </div>
      <Told outcome={outcome} onTakeNew={onTakeNew} />
    </div>
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
