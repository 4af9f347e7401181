import { useEffect, useMemo, useState, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { createRule, fetchCameras } from '../api/rule-calls.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { FaultText } from '../panels/rule-form/fault-text.tsx'
import { formatPage } from '../place/page.ts'
import type { RuleDraft } from '../rules/rule-draft.ts'
import type { FieldFault } from '../rules/rule-faults.ts'
import { newDraft, readDraft } from '../rules/rule-form.ts'
import { BacktestDesk } from './backtest-desk.tsx'
import { underName } from './commands.ts'
import type { Outcome } from './rule-desk.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { leaveFor } from './view-store.ts'

const CAMERAS_MS = 60_000

/** A rule that is not there yet: which point, of which kind, from which standard. */
export const NewRuleDesk = ({ enterprise, rules }: { enterprise: string; rules: readonly AlarmRule[] }): ReactElement => {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<RuleDraft>(() => newDraft(enterprise))
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
    if (problem === null) leaveFor(formatPage('rules', enterprise, 'rule', rule.id))
    else if (problem !== undefined) setOutcome({ kind: 'refused', problem: problem.refusal })
  }
  return (
    <div className="rule-desk">
      <RuleEditor title={t('editor.newTitle')} draft={draft} base={null} rules={rules} read={read} outcome={outcome} busy={busy} onChange={change} onSave={save}>
        {(faults) => <Identity enterprise={enterprise} draft={draft} faults={faults} onChange={change} />}
      </RuleEditor>
      <div className="rule-side">
        <BacktestDesk inForce={null} candidate={read.rule} />
      </div>
    </div>
  )
}

interface IdentityProps {
  enterprise: string
  draft: RuleDraft
  faults: readonly FieldFault[]
  onChange(draft: RuleDraft): void
}

/** What a rule is known by: it does not change once the rule is registered. */
const Identity = ({ enterprise, draft, faults, onChange }: IdentityProps): ReactElement => {
  const { t } = useTranslation()
  const choices = useWatched(enterprise, draft.kind === 'video')
  const at = (field: FieldFault['field']): readonly FieldFault[] => faults.filter((fault) => fault.field === field)
  const [atPoint, atId] = [at('point'), at('id')]
  return (
    <div className="rule-fields">
      <div className={`rule-field ${atPoint.length > 0 ? 'wrong' : ''}`}>
        <label htmlFor="rule-point">
          {t(draft.kind === 'video' ? 'form.camera' : 'ruleField.point')}
          <span className="soft"> *</span>
        </label>
        <select id="rule-point" value={draft.point ?? ''} aria-required aria-invalid={atPoint.length > 0} aria-describedby={atPoint.length > 0 ? 'rule-point-fault' : undefined} onChange={(event) => onChange({ ...draft, point: event.target.value })} data-testid="field-point">
          <option value="">{t('editor.unset')}</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {value} {label}
            </option>
          ))}
        </select>
        <FaultText id="rule-point-fault" faults={atPoint} />
      </div>
      <div className={`rule-field ${atId.length > 0 ? 'wrong' : ''}`}>
        <label htmlFor="rule-id">{t('ruleField.id')}</label>
        <input
          id="rule-id" type="text" value={draft.id ?? ''} placeholder={`${enterprise}/${draft.point ?? '…'}/${draft.kind ?? ''}`} aria-invalid={atId.length > 0} aria-describedby={atId.length > 0 ? 'rule-id-fault' : undefined}
          onChange={(event) => onChange({ ...draft, id: event.target.value.trim() === '' ? undefined : event.target.value })} data-testid="field-id"
        />
        <FaultText id="rule-id-fault" faults={atId} />
      </div>
    </div>
  )
}

/** What a rule can watch: the points of the enterprise, or its cameras. */
const useWatched = (enterprise: string, video: boolean): { value: string; label: string }[] => {
  const language = useSettings((settings) => settings.language)
  const points = useLedger((ledger) => ledger.points)
  useEffect(() => needPoints(enterprise), [enterprise])
  const { answer } = usePolled(`cameras ${enterprise} ${video}`, () => (video ? fetchCameras(enterprise) : Promise.resolve([])), CAMERAS_MS)
  const cameras = answer?.value
  return useMemo(() => {
    if (video) return (cameras ?? []).map((camera) => ({ value: camera.id, label: nameOf(camera, language) }))
    return [...points.values()].filter((point) => point.enterprise === enterprise).map((point) => ({ value: point.tag, label: nameOf(point, language) }))
  }, [points, cameras, enterprise, video, language])
}
