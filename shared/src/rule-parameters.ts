import { z } from 'zod'
import { rationaleFields } from './rule-rationale.ts'
import { RuleId, Tag } from './ids.ts'
import { qualities } from './quality.ts'
import { videoEvents } from './plant-event.ts'
import { RuleCondition } from './rule-condition.ts'
import { gateFields } from './rule-gate.ts'
import { StoredModel } from './source-model.ts'

/** Kinds that compare the value itself with a limit. */
export const limitKinds = ['LL', 'L', 'H', 'HH'] as const

export const ruleKinds = [...limitKinds, 'rate', 'deviation', 'baseline', 'anomaly', 'flatline', 'silence', 'fault', 'range', 'count', 'accumulated', 'twa', 'vote', 'combination', 'video', 'drift', 'forecast', 'health', 'multivariate', 'changepoint', 'gateway'] as const
export const RuleKind = z.enum(ruleKinds)
export type RuleKind = z.infer<typeof RuleKind>

/** Seconds of a window or a delay: up to a week. */
const Seconds = z.number().positive().max(604_800)

/** Shorter than a minute a baseline would follow what it should tell apart. */
const BaselineSeconds = z.number().min(60).max(2_592_000)

/** What any rule may have beside its common fields. */
const anyRule = {
  ...gateFields,
  ...rationaleFields,
  dryRun: z.boolean().optional().describe('Judged live and recorded, never announced: what the rule would have alarmed. An alarm that stands when this is switched on stays live until it ends; one that would stand when it is switched off is raised then. Left out = false'),
  unit: z.string().max(30).optional().describe('Unit in which the figures are meant; another one than that of the point is refused, with the converted figure. With a selector they are converted for each point, and when it is left out, that of the points is filled in, if they have one unit'),
  allowNoPoints: z.boolean().optional().describe('A selector that means no point yet is refused unless this is true: a typing mistake would guard nothing. Left out = false'),
  suppressedBy: z.array(RuleId).min(1).max(20).optional().describe('Rules whose standing alarm covers this one: an upstream failure of power or gateway; it is shown as suppressed, with its cause'),
  alsoQualities: z.array(z.enum(qualities)).optional().describe('Qualities whose value is judged like a good one; of any other the last value goes on holding, but one out of range raises'),
}

/** As a vote for the alarm, against it, or not at all (fewer channels then decide). */
const Vote = z.enum(['alarm', 'healthy', 'exclude'])

/** Parameters that only some kinds have. Which kind takes which stands in `kindParameters`. */
const kindFields = {
  windowS: Seconds.optional().describe('rate, count, accumulated: seconds looked back; flatline, health: seconds without a change, for health left out = 1 h; twa: seconds averaged, 900 for STEL, 28800 for TWA; drift: seconds within which the change of the difference is measured; forecast: seconds of the past whose trend counts, left out = twice horizonS'),
  direction: z.enum(['up', 'down', 'either']).optional().describe('rate, deviation: which way alarms, left out = either; baseline, forecast: which way, left out = up; count, accumulated, vote: on which side of the level, left out = up'),
  setpoint: z.number().optional().describe('deviation: what the value should be'),
  sibling: Tag.optional().describe('deviation, drift: tag of the point whose value is the reference'),
  percent: z.boolean().optional().describe('deviation: limit and deadband are per cent of the reference'),
  riseS: BaselineSeconds.optional().describe('baseline: time constant in seconds towards the alarming side; left out = 12 h'),
  fallS: BaselineSeconds.optional().describe('baseline: time constant in seconds back; left out = 6 h'),
  warmUpS: BaselineSeconds.optional().describe('baseline: seconds of readings before it is trusted; left out = 30 min'),
  panel: z.enum(['cheap', 'full']).optional().describe('anomaly: how much is compared; full sees more and takes three times the memory and four times the computing; left out = cheap'),
  severity: z.number().min(0.5).max(0.99).optional().describe('anomaly: severity of the incident from which it alarms, 0.5 = at the first surprise of the panel; left out = 0.7 in the first 2,000 rows of the panel and 0.6 from then on, which takes away most of what is chance'),
  tolerance: z.number().min(0).optional().describe('flatline: a change beyond this is one; left out = 0'),
  minReadings: z.number().int().min(2).max(100_000).optional().describe('flatline, health: readings that prove it; left out = 10, for health 30'),
  qualities: z.array(z.enum(qualities).exclude(['good'])).min(1).optional().describe('fault: which qualities alarm; left out = fault, out_of_range, stopped'),
  low: z.number().optional().describe('range, health: least value that is inside; low and high left out = range of the point, 3.6 to 21 for a point in mA'),
  high: z.number().optional().describe('range, health: greatest value that is inside'),
  level: z.number().optional().describe('count, accumulated, vote: beyond this value of the point is an excursion; the deadband acts on it'),
  others: z.array(Tag).min(1).max(63).optional().describe('vote, multivariate: tags of the other channels, for a vote up to 15; the rule\'s own point is the first'),
  need: z.number().int().min(1).max(16).optional().describe('vote: so many channels beyond the level alarm'),
  badVote: Vote.optional().describe('vote: how a faulty, silent or stopped channel counts; left out = alarm'),
  bypassVote: Vote.optional().describe('vote: how a channel in calibration, maintenance or manual counts; left out = exclude'),
  when: RuleCondition.optional().describe('combination: ids of other rules, joined by {"and": […]}, {"or": […]}, {"not": …}'),
  events: z.array(z.enum(videoEvents).exclude(['online'])).min(1).optional().describe('video: which events of the camera alarm; the point of the rule is the id of the camera'),
  holdS: Seconds.optional().describe('video: seconds that the alarm holds after the last event; left out = 300, and until the camera is online again where all events are of the camera itself'),
  everyS: Seconds.optional().describe('multivariate: seconds between the rows of the source; a value holds for three of them; anomaly: seconds whose mean is one row of the panel, for points that are read every second or so, left out = each reading is a row'),
  model: StoredModel.optional().describe('multivariate: what was learnt on the agreed healthy window, set by POST /api/v1/models; without it the rule says nothing'),
  horizonS: Seconds.optional().describe('forecast: seconds ahead within which the limit is expected to be reached'),
  confidence: z.number().min(0.6).max(0.999).optional().describe('forecast, changepoint: confidence from which it alarms; left out = 0.9, for changepoint 0.97, where more than 0.99 counts as that'),
  method: z.enum(['slope', 'holt']).optional().describe('forecast: a robust line (slow leaks, ramps) or damped smoothing (trends that fade); left out = slope'),
  afterS: Seconds.optional().describe('silence: seconds without any reading, on our clock; vote: after which a channel counts as bad, left out = three of its intervals; gateway: seconds without any reading, left out = found by the intervals of its points'),
}

export const ruleParameters = { ...anyRule, ...kindFields }

export type KindField = keyof typeof kindFields
type RuleParameters = z.infer<z.ZodObject<typeof ruleParameters>>

interface KindParameters {
  limit: 'required' | 'none' | 'optional'
  required: readonly KindField[]
  optional: readonly KindField[]
}

const ofLimit: KindParameters = { limit: 'required', required: [], optional: [] }

/** What each kind needs and may have beside the fields that all rules have. */
export const kindParameters: Record<RuleKind, KindParameters> = {
  LL: ofLimit,
  L: ofLimit,
  H: ofLimit,
  HH: ofLimit,
  rate: { limit: 'required', required: ['windowS'], optional: ['direction'] },
  deviation: { limit: 'required', required: [], optional: ['setpoint', 'sibling', 'percent', 'direction'] },
  baseline: { limit: 'required', required: [], optional: ['direction', 'riseS', 'fallS', 'warmUpS'] },
  anomaly: { limit: 'none', required: [], optional: ['panel', 'severity', 'everyS'] },
  flatline: { limit: 'none', required: ['windowS'], optional: ['tolerance', 'minReadings'] },
  silence: { limit: 'none', required: ['afterS'], optional: [] },
  fault: { limit: 'none', required: [], optional: ['qualities'] },
  range: { limit: 'none', required: [], optional: ['low', 'high'] },
  count: { limit: 'required', required: ['level', 'windowS'], optional: ['direction'] },
  accumulated: { limit: 'required', required: ['level', 'windowS'], optional: ['direction'] },
  twa: { limit: 'required', required: ['windowS'], optional: [] },
  vote: { limit: 'none', required: ['level', 'others', 'need'], optional: ['direction', 'badVote', 'bypassVote', 'afterS'] },
  combination: { limit: 'none', required: ['when'], optional: [] },
  video: { limit: 'optional', required: ['events'], optional: ['holdS'] },
  drift: { limit: 'required', required: ['windowS', 'sibling'], optional: [] },
  forecast: { limit: 'required', required: ['horizonS'], optional: ['windowS', 'direction', 'confidence', 'method'] },
  multivariate: { limit: 'optional', required: ['others', 'everyS'], optional: ['model'] },
  changepoint: { limit: 'none', required: [], optional: ['confidence'] },
  gateway: { limit: 'none', required: [], optional: ['afterS'] },
  health: { limit: 'none', required: [], optional: ['low', 'high', 'windowS', 'minReadings'] },
}

/** What can be wrong with a rule that no field says by itself: for those who say it in words of their own. */
export const ruleFaultReasons = [
  'missing', 'notTaken', 'oneReference', 'aboveZero', 'oneWay', 'percentOfZero', 'oneLevel', 'wholeCount', 'withinWindow', 'share', 'needsLimit', 'lowBelowHigh', 'fewerVotes',
  'manyChannels', 'otherChannels', 'otherRows', 'twice', 'itself',
] as const
export type RuleFaultReason = (typeof ruleFaultReasons)[number]

/** A field that a rule of this kind lacks, or has to no purpose. `message` is in English. */
export interface RuleFault { field: string; reason: RuleFaultReason; message: string; zh: string }

type RuleOfKind = { kind: RuleKind; limit: number | null } & RuleParameters

/** @returns what is wrong with the parameters for the kind; each fault says what to do. */
export const checkKind = (rule: RuleOfKind): RuleFault[] => {
  const { kind } = rule
  const { limit, required, optional } = kindParameters[kind]
  const faults: RuleFault[] = []
  if (limit === 'required' && rule.limit === null) faults.push({ field: 'limit', reason: 'missing', message: `a rule of kind ${kind} needs a limit`, zh: `${kind} 类规则须有 limit` })
  if (limit === 'none' && rule.limit !== null) faults.push({ field: 'limit', reason: 'notTaken', message: `a rule of kind ${kind} has no limit; leave it out`, zh: `${kind} 类规则没有 limit；去掉它` })
  for (const field of required) if (rule[field] === undefined) faults.push({ field, reason: 'missing', message: `a rule of kind ${kind} needs ${field}`, zh: `${kind} 类规则须有 ${field}` })
  for (const field of Object.keys(kindFields) as KindField[]) {
    if (rule[field] === undefined || required.includes(field) || optional.includes(field)) continue
    faults.push({ field, reason: 'notTaken', message: `a rule of kind ${kind} takes no ${field}; leave it out`, zh: `${kind} 类规则没有 ${field}；去掉它` })
  }
  return [...faults, ...checkTogether(rule)]
}

/** What no field says by itself. */
const checkTogether = (rule: RuleOfKind): RuleFault[] => {
  const { kind } = rule
  const faults: RuleFault[] = []
  if (kind === 'deviation' && (rule.setpoint === undefined) === (rule.sibling === undefined)) {
    faults.push({ field: 'setpoint', reason: 'oneReference', message: 'a rule of kind deviation needs either a setpoint or a sibling', zh: 'deviation 类规则的 setpoint 和 sibling 要有且只有一个' })
  }
  if ((kind === 'baseline' || kind === 'drift') && rule.limit !== null && rule.limit <= 0) {
    const means = kind === 'drift' ? { en: 'by how much the difference may change', zh: '差值变化多少才报警' } : { en: 'how far from the baseline alarms', zh: '偏离基线多少才报警' }
    faults.push({ field: 'limit', reason: 'aboveZero', message: `a rule of kind ${kind} needs a limit above 0: ${means.en}`, zh: `${kind} 类规则的 limit 要大于 0：${means.zh}` })
  }
  if ((kind === 'baseline' || kind === 'forecast') && rule.direction === 'either') {
    faults.push({ field: 'direction', reason: 'oneWay', message: `a ${kind} looks one way; make a rule for up and one for down`, zh: `${kind} 类规则只看一个方向；up 和 down 各建一条规则` })
  }
  if (rule.percent === true && rule.setpoint === 0) {
    faults.push({ field: 'percent', reason: 'percentOfZero', message: 'nothing is a percentage of the setpoint 0; give the limit in the unit of the point', zh: 'setpoint 为 0，没有百分比可言；按测点的单位写 limit' })
  }
  if (rule.direction === 'either' && rule.level !== undefined) {
    faults.push({ field: 'direction', reason: 'oneLevel', message: `a rule of kind ${kind} has one level; choose up or down`, zh: `${kind} 类规则只有一个 level；direction 选 up 或 down` })
  }
  if (kind === 'count' && rule.limit !== null && !(Number.isInteger(rule.limit) && rule.limit >= 1 && rule.limit <= 100)) {
    faults.push({ field: 'limit', reason: 'wholeCount', message: 'limit is a number of excursions: a whole number from 1 to 100', zh: 'limit 是越限次数：1 到 100 的整数' })
  }
  if (kind === 'accumulated' && rule.limit !== null && rule.windowS !== undefined && !(rule.limit > 0 && rule.limit <= rule.windowS)) {
    faults.push({ field: 'limit', reason: 'withinWindow', message: 'limit is a number of seconds beyond the level: more than 0 and no more than windowS', zh: 'limit 是越限的秒数：大于 0，且不超过 windowS' })
  }
  if (kind === 'video' && rule.limit !== null && !(rule.limit >= 0 && rule.limit <= 1)) {
    faults.push({ field: 'limit', reason: 'share', message: 'limit is the least confidence of an event: from 0 to 1', zh: 'limit 是事件的最低置信度：0 到 1' })
  }
  if (rule.stateLimits !== undefined && rule.limit === null) {
    faults.push({ field: 'stateLimits', reason: 'needsLimit', message: 'limits by state take the place of limit; give that too', zh: '各状态的限值是代替 limit 的；limit 也要写' })
  }
  if (rule.low !== undefined && rule.high !== undefined && rule.low >= rule.high) faults.push({ field: 'low', reason: 'lowBelowHigh', message: 'low must be below high', zh: 'low 要小于 high' })
  return [...faults, ...checkChannels(rule)]
}

/** What the other channels say about each other, and about what was learnt on them. */
const checkChannels = ({ kind, need, others, model, everyS }: RuleOfKind): RuleFault[] => {
  const faults: RuleFault[] = []
  if (kind === 'vote' && need !== undefined && others !== undefined && need > others.length + 1) {
    faults.push({
      field: 'need', reason: 'fewerVotes',
      message: `${need} votes are needed of ${others.length + 1} channels; lower need or name more others`, zh: `只有 ${others.length + 1} 个通道，却需要 ${need} 票；减小 need 或在 others 中增加通道`,
    })
  }
  if (kind === 'vote' && others !== undefined && others.length > 15) {
    faults.push({ field: 'others', reason: 'manyChannels', message: 'a vote has at most 16 channels; name up to 15 others', zh: '表决最多 16 个通道；others 最多写 15 个' })
  }
  if (model !== undefined && others !== undefined && model.tags.slice(1).join('\n') !== others.join('\n')) {
    const learnt = model.tags.slice(1).join(', ')
    faults.push({ field: 'model', reason: 'otherChannels', message: `the model was learnt on ${learnt}; leave it out and learn the source again`, zh: `模型是在通道 ${learnt} 上学的；去掉 model，对该危险源重新学习` })
  }
  if (model !== undefined && everyS !== undefined && model.intervalMs !== everyS * 1000) {
    const seconds = model.intervalMs / 1000
    faults.push({ field: 'model', reason: 'otherRows', message: `the model was learnt on rows ${seconds} s apart; leave it out and learn the source again`, zh: `模型是按 ${seconds} s 的行间隔学的；去掉 model，对该危险源重新学习` })
  }
  if (others !== undefined && new Set(others).size < others.length) faults.push({ field: 'others', reason: 'twice', message: 'a channel stands twice; name each once', zh: '有通道重复；每个只写一次' })
  return faults
}

/** @returns the parameters of a rule that are set, as they are stored: one object beside the common fields. */
export const parametersOf = (rule: RuleParameters): Record<string, unknown> =>
  Object.fromEntries((Object.keys(ruleParameters) as (keyof RuleParameters)[]).filter((field) => rule[field] !== undefined).map((field) => [field, rule[field]]))
