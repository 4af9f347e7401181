import type { AlarmRule } from '../../alarm-rule.ts'
import { HazardError } from '../../error-codes.ts'
import { partTag, ruleIdOf } from '../../rule-part.ts'
import type { Words } from '../../words.ts'

/** The rule that is looked at, and which one of those written together it is. */
export interface Written { rule: AlarmRule; item: number }

/** A part is named by its rule and its point; in Chinese with the word for rule, which stands before the one and behind the other. */
export const nameOf = (id: AlarmRule['id']): Words => {
  const tag = partTag(id)
  return tag === undefined ? { en: id, zh: `规则 ${id}` } : { en: `${ruleIdOf(id)} on ${tag}`, zh: `测点 ${tag} 上的规则 ${ruleIdOf(id)}` }
}

/** `field`: the path of what has to be changed, within the rule. */
export const refuse = ({ rule, item }: Written, field: string, reason: Words): never => {
  const name = nameOf(rule.id)
  throw new HazardError('rule_impossible', { en: `rule ${name.en}: ${reason.en}`, zh: `${name.zh}：${reason.zh}` }, { item, field })
}

export const unknown = ({ rule, item }: Written, field: string, reason: Words): HazardError =>
  new HazardError('unknown_reference', { en: `rule ${rule.id}: ${reason.en}`, zh: `规则 ${rule.id}：${reason.zh}` }, { item, field })
