import { useEffect, useMemo } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { formatLimit, formatUnit, withUnit } from '../format/number.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import type { RuleSurroundings } from '../panels/rule-form/rule-fields.tsx'
import { optionWord } from '../rules/option-words.ts'
import { pointChoices, ruleChoices } from '../rules/pick-choices.ts'
import { changedFields, type RuleDraft } from '../rules/rule-draft.ts'
import { namesMany, selectedPoints } from '../rules/selected-points.ts'
import { useSettings } from './settings.ts'

/** What a rule is filled in from: the points and the other rules of its enterprise, and the rule in force. */
export const useRuleSurroundings = (draft: RuleDraft, base: AlarmRule | null, rules: readonly AlarmRule[]): RuleSurroundings => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { enterprise = '', point: tag = '', id } = draft
  useEffect(() => needPoints([enterprise]), [enterprise])
  const known = useLedger((ledger) => ledger.points)
  const own = known.get(pointKey(enterprise, tag))
  const likeness = draft.kind === 'multivariate' ? 'source' : 'measure'
  const points = useMemo(
    () => pointChoices([...known.values()].filter((point) => point.enterprise === enterprise), own, likeness, { name: (point) => nameOf(point, language), unit: (point) => formatUnit(point.unit) }),
    [known, enterprise, own, likeness, language],
  )
  const others = useMemo(() => ruleChoices(rules, id, {
    name: (rule) => {
      const point = known.get(pointKey(rule.enterprise, rule.point))
      return `${point === undefined ? rule.point : nameOf(point, language)} ${optionWord('kind', rule.kind, t)}`
    },
    detail: (rule) => (rule.limit === null ? '' : withUnit(formatLimit(rule.limit), rule.kind === 'count' || rule.kind === 'accumulated' || rule.percent === true ? '' : (known.get(pointKey(rule.enterprise, rule.point))?.unit ?? ''))),
  }), [rules, id, known, language, t])
  // Of many points the unit that they have in common, or that the rule says.
  const unit = useMemo(() => {
    if (own !== undefined) return own.unit
    if (draft.unit !== undefined && draft.unit !== '') return draft.unit
    const mine = [...known.values()].filter((point) => point.enterprise === enterprise)
    if (!namesMany(tag, mine)) return ''
    const units = new Set(selectedPoints(tag, mine, undefined).watched.map((point) => point.unit))
    return units.size === 1 ? [...units].join('') : ''
  }, [own, draft.unit, tag, known, enterprise])
  const changed = useMemo(() => changedFields(draft, base), [draft, base])
  return {
    points, rules: others, pointName: own === undefined ? tag : nameOf(own, language), unit: formatUnit(unit), unitOf: (other) => formatUnit(known.get(pointKey(enterprise, other))?.unit ?? ''), base, changed, intervalS: own?.expectedIntervalS ?? null,
  }
}
