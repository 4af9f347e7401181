import { useId, type ReactElement } from 'react'
import type { RuleCondition } from '@hazardwatch/shared/rule-condition'
import { useTranslation } from 'react-i18next'
import { groupOf, negated, nodeOf, withAnother, withoutPart, withPart, type Join } from '../../rules/condition-tree.ts'
import type { PickChoice } from '../../rules/pick-choices.ts'
import { faultsWithin, type FieldFault } from '../../rules/rule-faults.ts'
import { conditionWords } from '../../rules/rule-words.ts'
import { FaultText } from './fault-text.tsx'
import { PickOne } from './pick-one.tsx'
import { useFocusAfter } from './use-focus-after.ts'

export interface ConditionFieldProps {
  condition: RuleCondition
  choices: readonly PickChoice[]
  faults: readonly FieldFault[]
  onChange(condition: RuleCondition): void
}

/** A combination of other rules: conditions and groups of them, each of which may be denied. */
export const ConditionField = ({ condition, choices, faults, onChange }: ConditionFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const [box, focusAfter] = useFocusAfter<HTMLDivElement>()
  const name = (rule: string): string => choices.find(({ value }) => value === rule)?.label ?? rule
  return (
    <div className="condition-field" data-testid="field-when" ref={box}>
      <Node condition={condition} number="" choices={choices} faults={faults} onChange={onChange} onRemove={undefined} />
      {nodeOf(condition).kind !== 'group' && <AddRow onAdd={(another) => { onChange(withAnother(condition, another)); focusAfter('input') }} />}
      {condition !== '' && (
        <p className="reads">
          <small>{t('condition.reads')}</small> {conditionWords(condition, name, t)}
        </p>
      )}
      <FaultText id={id} faults={nodeOf(condition).kind === 'rule' ? [] : faults.filter(({ path }) => path.length === 0)} />
    </div>
  )
}

interface NodeProps {
  condition: RuleCondition
  /** `2.1`: its place in the groups; empty = the whole. */
  number: string
  choices: readonly PickChoice[]
  faults: readonly FieldFault[]
  onChange(condition: RuleCondition): void
  onRemove: (() => void) | undefined
}

const Node = ({ condition, number, choices, faults, onChange, onRemove }: NodeProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const denied = nodeOf(condition)
  const [inner, below] = denied.kind === 'not' ? [denied.inner, faultsWithin(faults, 'not')] : [condition, faults]
  const node = nodeOf(inner)
  const change = (next: RuleCondition): void => onChange(denied.kind === 'not' ? { not: next } : next)
  const tools = (
    <>
      <button type="button" className="not" aria-pressed={denied.kind === 'not'} aria-label={`${t('condition.notLabel')} ${number === '' ? t('condition.whole') : number}`} title={t('condition.notLabel')} onClick={() => onChange(negated(condition))}>
        {t('condition.not')}
      </button>
      {onRemove !== undefined && (
        <button type="button" className="remove" aria-label={t(node.kind === 'group' ? 'condition.removeGroup' : 'condition.remove', { number })} onClick={onRemove}>
          ×
        </button>
      )}
    </>
  )
  if (node.kind === 'group') return <Group join={node.join} parts={node.parts} tools={tools} number={number} choices={choices} faults={below} onChange={change} />
  if (node.kind === 'not') {
    return (
      <div className="condition-group">
        <div className="condition-rule">{tools}</div>
        <Node condition={inner} number={number} choices={choices} faults={below} onChange={change} onRemove={undefined} />
      </div>
    )
  }
  const wrong = below.filter(({ path }) => path.length === 0)
  return (
    <div className="condition-rule">
      <PickOne label={t('condition.rule', { number: number === '' ? '1' : number })} value={node.id} choices={choices} testId="condition-rule" required invalid={wrong.length > 0} describedBy={wrong.length > 0 ? id : undefined} onPick={change} />
      {tools}
      <FaultText id={id} faults={wrong} />
    </div>
  )
}

interface GroupProps extends Omit<NodeProps, 'condition' | 'onRemove'> {
  join: Join
  parts: readonly RuleCondition[]
  tools: ReactElement
}

const Group = ({ join, parts, tools, number, choices, faults, onChange }: GroupProps): ReactElement => {
  const { t } = useTranslation()
  const [box, focusAfter] = useFocusAfter<HTMLDivElement>()
  const within = faultsWithin(faults, join)
  const place = (index: number): string => `${number}${number === '' ? '' : '.'}${index + 1}`
  const remove = (index: number): void => {
    onChange(withoutPart(join, parts, index))
    focusAfter('input')
  }
  return (
    <div className="condition-group" role="group" aria-label={number === '' ? t('condition.whole') : t('condition.group', { number })} ref={box}>
      <div className="condition-rule">
        <select aria-label={t('condition.join')} value={join} onChange={(event) => onChange(groupOf(event.target.value === 'or' ? 'or' : 'and', parts))} data-testid="condition-join">
          <option value="and">{t('condition.all')}</option>
          <option value="or">{t('condition.any')}</option>
        </select>
        {tools}
      </div>
      {parts.map((part, index) => (
        // Conditions have no names: their place is what they are.
        <Node key={index} condition={part} number={place(index)} choices={choices} faults={faultsWithin(within, String(index))} onChange={(next) => onChange(groupOf(join, withPart(parts, index, next)))} onRemove={() => remove(index)} />
      ))}
      <AddRow
        onAdd={(another) => {
          onChange(groupOf(join, [...parts, another]))
          focusAfter(`:scope > .condition-rule input, :scope > .condition-group input`)
        }}
      />
    </div>
  )
}

const AddRow = ({ onAdd }: { onAdd(another: RuleCondition): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="condition-add">
      <button type="button" className="add" onClick={() => onAdd('')} data-testid="condition-add">
        + {t('condition.add')}
      </button>
      <button type="button" className="add" onClick={() => onAdd({ or: ['', ''] })} data-testid="condition-add-group">
        + {t('condition.addGroup')}
      </button>
    </div>
  )
}
