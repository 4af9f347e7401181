import { AlarmRule, priorities } from '@hazardwatch/shared/alarm-rule'
import { operatingStates } from '@hazardwatch/shared/plant-event'
import { qualities } from '@hazardwatch/shared/quality'
import { kindParameters, type ruleParameters, type KindField, type RuleKind } from '@hazardwatch/shared/rule-parameters'
import type { RuleCondition } from '@hazardwatch/shared/rule-condition'
import fc from 'fast-check'

const number = fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })).map((value) => (value === 0 ? 0 : value))
const seconds = fc.oneof(fc.integer({ min: 60, max: 86_400 }), fc.constantFrom(60.5, 604_800))
const word = fc.stringMatching(/^[\w测点/ .,-]{1,20}$/)
const line = word.filter((text) => text.trim() === text && text !== '')
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 })

const condition: fc.Arbitrary<RuleCondition> = fc.letrec<{ node: RuleCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true }, word,
    fc.record({ and: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }), fc.record({ or: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }), fc.record({ not: tie('node') }),
  ),
})).node

const model = fc.constant({
  version: 1 as const, learntFrom: '2026-01-01T00:00:00.000Z', learntTo: '2026-01-08T00:00:00.000Z', rows: 5_000, tags: ['P', 'Q'], intervalMs: 60_000, roles: ['used', 'used'], mean: [1, 2], deviation: [1, 1],
  spread: [1, 1], drifting: [false, true], stuckAfter: [null, 3], forecast: 'AAAA', precision: 'AAAA', median: 1, limit: 2, release: 1.5, settings: { lag: 1 },
})

/** A value for each parameter that a kind may have. */
const ofField: Record<KindField, fc.Arbitrary<unknown>> = {
  windowS: seconds, direction: fc.constantFrom('up', 'down'), setpoint: number.filter((value) => value !== 0), sibling: word, percent: fc.boolean(), riseS: seconds, fallS: seconds, warmUpS: seconds,
  panel: fc.constantFrom('cheap', 'full'), severity: fc.constantFrom(0.5, 0.7), tolerance: fc.constantFrom(0, 0.5, 3), minReadings: fc.integer({ min: 2, max: 99 }), qualities: some(qualities.filter((quality) => quality !== 'good')),
  low: fc.integer({ min: -50, max: 0 }), high: fc.integer({ min: 1, max: 50 }), level: number, others: fc.uniqueArray(word, { minLength: 3, maxLength: 6 }), need: fc.integer({ min: 1, max: 4 }),
  badVote: fc.constantFrom('alarm', 'healthy', 'exclude'), bypassVote: fc.constantFrom('alarm', 'healthy', 'exclude'), when: condition, events: some(['offline', 'smoke', 'flame', 'crowd']), holdS: seconds,
  everyS: seconds, model, horizonS: seconds, confidence: fc.constantFrom(0.6, 0.95), method: fc.constantFrom('slope', 'holt'), afterS: seconds,
}

const states = some(operatingStates)
const ofAny: Record<Exclude<keyof typeof ruleParameters, KindField>, fc.Arbitrary<unknown>> = {
  activeStates: states, stateLimits: states.chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, number])))),
  activeWhile: fc.record({ point: word, low: fc.option(number), high: fc.option(number) }),
  schedule: fc.array(fc.record({ days: some([1, 2, 3, 4, 5, 6, 7]), from: time, to: time }, { requiredKeys: ['from', 'to'] }), { minLength: 1, maxLength: 4 }),
  suppressedBy: fc.uniqueArray(word.map((id) => `X${id}`), { minLength: 1, maxLength: 4 }), alsoQualities: fc.subarray([...qualities]), dryRun: fc.boolean(), allowNoPoints: fc.boolean(), unit: line, consequence: line, cause: line,
  operatorAction: line, responseS: fc.integer({ min: 1, max: 86_400 }), priorityReason: line, citation: line, consequenceEn: line, causeEn: line, operatorActionEn: line, priorityReasonEn: line, citationEn: line,
}

const limitOf = (kind: RuleKind): fc.Arbitrary<number | null> => {
  const { limit } = kindParameters[kind]
  const figure = kind === 'video' ? fc.constantFrom(0, 0.5, 1) : fc.integer({ min: 1, max: 50 })
  return limit === 'none' ? fc.constant(null) : limit === 'optional' ? fc.option(figure) : figure
}

/** Rules of a kind with any parameters that it may have. */
export const rulesOf = (kind: RuleKind): fc.Arbitrary<AlarmRule> => {
  const { limit, required, optional } = kindParameters[kind]
  const pick = (names: readonly KindField[]) => Object.fromEntries(names.map((name) => [name, ofField[name]]))
  const { stateLimits, ...others } = ofAny
  return fc.tuple(
    fc.record({ point: word, limit: limitOf(kind), priority: fc.constantFrom(...priorities), enabled: fc.boolean(), latching: fc.boolean(), deadband: fc.constantFrom(0, 0.5), onDelayS: fc.constantFrom(0, 30), reAlarmS: fc.option(seconds), ...pick(required) }),
    fc.record(pick(optional), { requiredKeys: [] }),
    fc.record({ ...others, ...(limit === 'required' && { stateLimits }) }, { requiredKeys: [] }),
  ).map(([needed, more, any]) => {
    const fields: Record<string, unknown> = { id: 'R', enterprise: 'E', kind, ...needed, ...more, ...any }
    // What no field says by itself.
    if (kind === 'deviation') delete fields[fields.setpoint === undefined ? 'setpoint' : 'sibling']
    if (kind === 'deviation' && fields.setpoint === undefined) fields.sibling ??= 'Q'
    if (fields.model !== undefined) Object.assign(fields, { point: 'P', others: ['Q'], everyS: 60 })
    return AlarmRule.parse(fields)
  })
}
