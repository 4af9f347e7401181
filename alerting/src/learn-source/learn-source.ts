import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { ScannableStore } from '@hazardwatch/shared/reading-store'
import { isoTime } from '@hazardwatch/shared/time'
import { FEWEST_HEALTHY_ROWS, MOST_HEALTHY_ROWS, type LearnRequest, type Maintained, type ModelSummary, type SourceLearner, type StoredModel } from '@hazardwatch/shared/source-model'
import { workedOn } from '../detect/multivariate.ts'
import type { HealthyRows } from '../detect/multivariate/healthy-rows.ts'
import { SourceScorer } from '../detect/multivariate/source-scorer.ts'
import { restoreModel, storeModel } from '../detect/multivariate/stored-model.ts'
import type { SourceModel } from '../detect/multivariate/source-model.ts'
import { collectHealthy } from './collect-healthy.ts'
import type { Learnt } from './learn-worker.ts'

export interface LearnerOptions {
  ledger: Pick<Ledger, 'rule' | 'rules' | 'point' | 'replaceRule'>
  store: Pick<ScannableStore, 'scan'>
  /** What the detector of a rule remembers at present; undefined when there is none. */
  memoryOf: (rule: string) => Float64Array | undefined
  /** When a point was calibrated last, ISO 8601; null or undefined = not known. */
  calibratedAt: (enterprise: string, tag: string) => string | null | undefined
}

/**
 * Learns a source from stored history on a window that somebody vouches for, and puts the model into its rule: an edit like any other, so it is recorded,
 * survives restarts, can be tried in a backtest and taken back.
 */
export const createSourceLearner = ({ ledger, store, memoryOf, calibratedAt }: LearnerOptions): SourceLearner => ({
  learn: async (request) => {
    const rule = multivariateRule(ledger, request.rule)
    const everyMs = (rule.everyS ?? Number.NaN) * 1000
    checkWindow(request, everyMs)
    const tags = [rule.point, ...rule.others ?? []]
    const channels = tags.map((tag) => pointOf(ledger, rule.enterprise, tag))
    const points = channels.map(({ number }) => number)
    const healthy = collectHealthy(points, everyMs)
    await store.scan({ points, from: request.from, to: request.to, order: 'time' }, healthy.take)
    const model = { ...storeModel(await learnAside(healthy.rows()), request, tags, everyMs), units: channels.map(({ unit }) => unit) }
    // Edited meanwhile, the rule keeps its edits; the model is refused by its own checks where it no longer fits.
    await ledger.replaceRule({ ...multivariateRule(ledger, request.rule), model }, { by: request.by ?? null, reason: request.reason ?? null })
    return summaryOf(rule, model, undefined, calibratedAt)
  },
  list: () => ledger.rules({ kind: 'multivariate' }).flatMap((rule) => (rule.model === undefined ? [] : [summaryOf(rule, rule.model, memoryOf(rule.id), calibratedAt)])),
})

const multivariateRule = (ledger: LearnerOptions['ledger'], id: string): AlarmRule => {
  const rule = ledger.rule(id)
  if (rule === undefined) throw new HazardError('not_found', { en: `rules has no ${id}`, zh: `没有规则 ${id}` })
  if (rule.kind !== 'multivariate') {
    throw new HazardError('rule_impossible', {
      en: `rule ${id} is of kind ${rule.kind}; only a rule of kind multivariate is learnt`,
      zh: `规则 ${id} 的类型为 ${rule.kind}；只有 multivariate 类规则可以学习`,
    })
  }
  return rule
}

const checkWindow = ({ from, to }: LearnRequest, everyMs: number): void => {
  const rows = Math.floor((to - from) / everyMs)
  if (rows < FEWEST_HEALTHY_ROWS) {
    throw new HazardError('rule_impossible', {
      en: `from and to: the window holds ${Math.max(0, rows)} rows of ${everyMs / 1000} s, at least ${FEWEST_HEALTHY_ROWS} are needed; choose a longer one or a smaller everyS`,
      zh: `from 和 to：这段时间有 ${Math.max(0, rows)} 行（每 ${everyMs / 1000} 秒一行），至少需要 ${FEWEST_HEALTHY_ROWS} 行；请选更长的时间，或减小 everyS`,
    })
  }
  if (rows > MOST_HEALTHY_ROWS) {
    throw new HazardError('rule_impossible', {
      en: `from and to: the window holds ${rows} rows of ${everyMs / 1000} s, at most ${MOST_HEALTHY_ROWS} are learnt from; choose a shorter one or a larger everyS`,
      zh: `from 和 to：这段时间有 ${rows} 行（每 ${everyMs / 1000} 秒一行），最多学 ${MOST_HEALTHY_ROWS} 行；请选更短的时间，或增大 everyS`,
    })
  }
}

const pointOf = (ledger: LearnerOptions['ledger'], enterprise: string, tag: string): NumberedPoint => {
  const point = ledger.point(enterprise, tag)
  if (point === undefined) {
    throw new HazardError('rule_impossible', {
      en: `point ${enterprise}/${tag} is not in the ledger; register it or leave it out of the rule`,
      zh: `台账中没有测点 ${enterprise}/${tag}；请登记该测点，或从规则中去掉`,
    })
  }
  return point
}

const learnAside = async (rows: HealthyRows): Promise<SourceModel> => {
  const worker = new Worker(new URL('./learn-worker.ts', import.meta.url), { workerData: rows })
  // An error event rejects.
  const [learnt] = await once(worker, 'message') as [Learnt]
  if ('refused' in learnt) throw new HazardError('rule_impossible', learnt.refused)
  if (learnt.model.rows < FEWEST_HEALTHY_ROWS) {
    throw new HazardError('rule_impossible', {
      en: `only ${learnt.model.rows} rows of the window have a good value of every channel, at least ${FEWEST_HEALTHY_ROWS} are needed; choose a longer window or leave out channels with gaps`,
      zh: `这段时间内只有 ${learnt.model.rows} 行的各通道都有正常值，至少需要 ${FEWEST_HEALTHY_ROWS} 行；请选更长的时间，或去掉缺数的通道`,
    })
  }
  return learnt.model
}

const summaryOf = ({ id: rule, enterprise }: AlarmRule, stored: StoredModel, cells: Float64Array | undefined, calibratedAt: LearnerOptions['calibratedAt']): ModelSummary => {
  const { learntFrom, learntTo, rows, limit, tags, roles, drifting } = stored
  const wander = [...drifting]
  const state = stateOf(stored, cells)
  return {
    rule, learntFrom, learntTo, rows, limit, intervalS: stored.intervalMs / 1000, maintained: maintainedSince(stored, cells, (tag) => calibratedAt(enterprise, tag)), score: state.score,
    channels: tags.map((tag, channel) => ({
      tag, role: roles[channel] ?? 'missing', drifting: roles[channel] === 'used' && wander.shift() === true, share: state.shares[channel] ?? 0, stuck: state.isStuck(channel),
    })),
  }
}

/** The last work on any of its channels after the window from which it was learnt. */
const maintainedSince = ({ tags, learntTo }: StoredModel, cells: Float64Array | undefined, calibratedAt: (tag: string) => string | null | undefined): Maintained | null => {
  const works = tags.flatMap((tag, channel) => [
    { tag, by: 'readings' as const, at: cells === undefined ? Number.NaN : workedOn(cells, tags.length, channel) },
    { tag, by: 'calibration' as const, at: Date.parse(calibratedAt(tag) ?? '') },
  ])
  const last = works.filter(({ at }) => at > Date.parse(learntTo)).sort((a, b) => b.at - a.at)[0]
  return last === undefined ? null : { ...last, at: isoTime(last.at) }
}

/** How the source stands by what its rule remembers; nothing is known of a rule that has not had a row. */
const stateOf = (stored: StoredModel, cells: Float64Array | undefined) => {
  const model = restoreModel(stored)
  const shares = new Float64Array(stored.tags.length)
  if (model === undefined || cells === undefined) return { score: null, shares, isStuck: () => false }
  const scorer = new SourceScorer(model)
  if (cells.length < scorer.size || !scorer.hasSeen(cells)) return { score: null, shares, isStuck: () => false }
  scorer.blame(cells, shares)
  return { score: scorer.score(cells), shares, isStuck: (channel: number) => scorer.isStuck(cells, channel) }
}
