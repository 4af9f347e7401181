import { useId, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { looksLikeSelector } from '@hazardwatch/shared/point-selector'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { PickChoice } from '../../rules/pick-choices.ts'
import { fieldUnit } from '../../rules/field-unit.ts'
import { draftOf, type ListField, type RuleDraft, type RuleField } from '../../rules/rule-draft.ts'
import type { FieldFault } from '../../rules/rule-faults.ts'
import type { FormField } from '../../rules/rule-form.ts'
import { spanText } from '../../rules/span-text.ts'
import { valueText } from '../../rules/rule-words.ts'
import { standardValue, wantsMeans } from '../../rules/standard-values.ts'
import { ChoicesField } from './choices-field.tsx'
import { ConditionField } from './condition-field.tsx'
import { FieldFrame } from './field-frame.tsx'
import { ModelField } from './model-field.tsx'
import { PickOne } from './pick-one.tsx'
import { PickSeveral } from './pick-several.tsx'
import { PlainInput } from './plain-input.tsx'
import { ReferenceField } from './reference-field.tsx'
import { ScheduleField } from './schedule-field.tsx'
import { StageField } from './stage-field.tsx'
import { StateLimitsField } from './state-limits-field.tsx'
import { VoteField } from './vote-field.tsx'

/** What the fields of a rule are filled in from and compared with. */
export interface RuleSurroundings {
  /** Other points of the enterprise, and its other rules. */
  points: readonly PickChoice[]
  rules: readonly PickChoice[]
  /** Name and unit of the rule's own point, and the unit of another, as they are shown. */
  pointName: string
  unit: string
  unitOf(tag: string): string
  /** Seconds between its readings; null = not known, or of many points. */
  intervalS: number | null
  /** The rule in force; null: a new one. */
  base: AlarmRule | null
  changed: ReadonlySet<RuleField>
}

export interface RuleFieldsProps {
  fields: readonly FormField[]
  draft: RuleDraft
  faults: readonly FieldFault[]
  around: RuleSurroundings
  onChange(draft: RuleDraft): void
}

/** Fields that are written together: the first of them stands for all. */
const together: Partial<Record<string, Partial<Record<RuleField, readonly RuleField[]>>>> = {
  vote: { others: ['others', 'need', 'badVote', 'bypassVote'] },
  deviation: { setpoint: ['setpoint', 'sibling'] },
}

/** The fields of one part of a rule, each with its label and what is wrong with it. */
export const RuleFields = ({ fields, draft, ...rest }: RuleFieldsProps): ReactElement => {
  const sets = together[draft.kind ?? ''] ?? {}
  const followers = new Set(Object.values(sets).flatMap((names) => names.slice(1)))
  return (
    <div className="rule-fields">
      {fields.filter(({ name }) => !followers.has(name) && isShown(name, draft)).map((field) => (
        <Field key={field.name} field={field} names={sets[field.name] ?? [field.name]} draft={draft} {...rest} />
      ))}
    </div>
  )
}

/** What says something only beside something else. */
const isShown = (name: RuleField, draft: RuleDraft): boolean =>
  name === 'model' ? draft.model !== undefined : name !== 'allowNoPoints' || draft.allowNoPoints !== undefined || looksLikeSelector(draft.point ?? '')

interface FieldProps extends Omit<RuleFieldsProps, 'fields'> {
  field: FormField
  names: readonly RuleField[]
}

/** Controls of several parts, which show what is wrong at each. */
const ofParts = new Set<FormField['input']>(['points', 'rules', 'schedule', 'stateLimits', 'stage', 'condition', 'model'])

const Field = ({ field, names, draft, faults, around, onChange }: FieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const { name, input, group } = field
  const own = faults.filter((fault) => fault.field !== null && names.includes(fault.field))
  const several = names.length > 1
  const changed = names.filter((one) => around.changed.has(one))
  const was = changed.length === 0 || around.base === null ? null : changed.map((one) => valueText(one, around.base?.[one], t)).filter((text) => text !== '').join(' · ')
  const restore = (): void => {
    const before: RuleDraft = around.base === null ? {} : draftOf(around.base)
    onChange({ ...draft, ...Object.fromEntries(names.map((one) => [one, before[one]])) })
  }
  const means = name === 'everyS' && wantsMeans(draft, around.intervalS) ? t('form.wantsMeans', { seconds: around.intervalS ?? 0 }) : undefined
  const hint = means ?? spanHint(name, draft[name], t) ?? (name === 'limit' ? limitHint(draft.kind, t) : undefined) ?? (several ? '' : fieldUnit(name, draft, around.unit))
  return (
    <FieldFrame
      id={id} label={several ? t(draft.kind === 'vote' ? 'vote.legend' : 'reference.legend') : t(`ruleField.${name}`)} hint={hint} required={field.required && input !== 'boolean' && !several} group={several || ofParts.has(input) || input === 'choices'}
      className={`is-${several ? 'set' : input} in-${group}`} faults={own} showFaults={!several && !ofParts.has(input)} was={was} onRestore={restore}
    >
      <Control field={field} several={several} id={id} draft={draft} faults={own} around={around} onChange={onChange} />
    </FieldFrame>
  )
}

/** What a limit counts, where it is no reading. */
const limitHint = (kind: string | undefined, t: TFunction): string | undefined => (kind === 'count' ? t('form.limitOfCount') : kind === 'video' ? t('form.limitOfVideo') : undefined)

/** What many seconds are, for those who do not count in them. */
const spanHint = (name: RuleField, value: unknown, t: TFunction): string | undefined => {
  const seconds = name.endsWith('S') && typeof value === 'string' ? Number(value) : 0
  return seconds >= 60 ? `= ${spanText(seconds, t)}` : undefined
}

interface ControlProps extends Omit<RuleFieldsProps, 'fields'> {
  field: FormField
  several: boolean
  id: string
}

const Control = ({ field, several, id, draft, faults, around, onChange }: ControlProps): ReactElement => {
  const { t } = useTranslation()
  const { name, input, required } = field
  const set = (value: unknown): void => onChange({ ...draft, [name]: value })
  // A switch that the rule in force leaves out is left out again when it is switched back.
  const setText = (text: string): void => set(input === 'boolean' && text === 'false' && around.base !== null && around.base[name] === undefined ? undefined : text)
  if (several && draft.kind === 'vote') return <VoteField draft={draft} own={around.pointName} choices={around.points} faults={faults} onChange={onChange} />
  if (several) return <ReferenceField draft={draft} unit={around.unit} choices={around.points} faults={faults} onChange={onChange} />
  switch (input) {
    case 'point':
      return <PickOne id={id} value={draft.sibling ?? ''} choices={around.points} testId={`field-${name}`} required={required} invalid={faults.length > 0} describedBy={faults.length > 0 ? `${id}-fault` : undefined} onPick={set} />
    case 'points':
    case 'rules':
      return (
        <PickSeveral
          name={name} addLabel={t(input === 'points' ? 'form.addChannel' : 'form.addRule')} values={draft[name as ListField] ?? []} choices={input === 'points' ? around.points : around.rules} faults={faults} required={required}
          onChange={(values) => set(values.length === 0 ? undefined : values)}
        />
      )
    case 'choices':
      return <ChoicesField field={field} chosen={draft[name as ListField] ?? []} onChange={set} />
    case 'schedule':
      return <ScheduleField windows={draft.schedule ?? []} faults={faults} onChange={set} />
    case 'stateLimits':
      return <StateLimitsField limits={draft.stateLimits ?? {}} limit={draft.limit ?? ''} unit={fieldUnit('stateLimits', draft, around.unit)} activeStates={draft.activeStates ?? []} faults={faults} onChange={set} />
    case 'stage':
      return <StageField stage={draft.activeWhile} choices={around.points} unitOf={around.unitOf} faults={faults} onChange={set} />
    case 'condition':
      return <ConditionField condition={draft.when ?? ''} choices={around.rules} faults={faults} onChange={set} />
    case 'model':
      return <ModelField model={draft.model} faults={faults} onForget={() => set(undefined)} />
    case 'number':
    case 'text':
    case 'lines':
    case 'choice':
    case 'boolean':
      return (
        <PlainInput
          field={field} text={typeof draft[name] === 'string' ? draft[name] : ''} standard={name === 'unit' ? around.unit : standardValue(name, draft)} onChange={setText}
          attributes={{ id, 'data-testid': `field-${name}`, 'aria-describedby': faults.length > 0 ? `${id}-fault` : undefined, 'aria-invalid': faults.length > 0, 'aria-required': required }}
        />
      )
    default:
      return input satisfies never
  }
}
