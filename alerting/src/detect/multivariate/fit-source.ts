import type { Words } from '@hazardwatch/shared/words'
import { fitForecast, type Forecast } from './fit-forecast.ts'
import { channelRoles, completeStretches, longestRepeats, outside, quantile, rowCount, selectChannels, typicalInterval, withoutWildValues, type HealthyRows, type Stretch } from './healthy-rows.ts'
import { SHIPPED_MULTIVARIATE, type MultivariateSettings, type SourceModel } from './source-model.ts'
import { SourceScorer } from './source-scorer.ts'

/** A fit that was refused: what was wrong with the rows, in words for whoever asked for it. */
export class FitRefused extends Error {
  readonly words: Words

  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

/** Rows left out at a time are scored after this many rows of run-in. */
const RUN_IN = 20
const BLOCKS = 5
const FEWEST_ROWS = 60
/** A repeat is out of the ordinary beyond this many rows and this many times the longest of the fit. */
const FEWEST_REPEATS = 30
const REPEAT_FACTOR = 4

/**
 * Learns a source from rows that someone vouches for as healthy. How many rows a fit must have is the caller's policy; the mathematics needs
 * at least 60 complete ones and twice as many as channels.
 * The median distance comes from rows that the model had not seen (5 contiguous blocks, each judged by a fit on the others: Stone 1974), because
 * a fit of many channels on few rows looks better on its own rows than it is.
 * @throws FitRefused
 */
export const fitSource = (given: HealthyRows, settings: MultivariateSettings = SHIPPED_MULTIVARIATE): SourceModel => {
  const rows = withoutWildValues(given)
  const roles = channelRoles(rows)
  const used = Int32Array.from(roles.flatMap((role, channel) => (role === 'used' ? [channel] : [])))
  if (used.length === 0) {
    throw new FitRefused({
      en: `None of the ${given.channels} channels varies in the rows to learn from; nothing can be learnt from them.`,
      zh: `用来学习的各行中，${given.channels} 个通道都没有变化，无从学习`,
    })
  }
  const chosen = selectChannels(rows, used)
  const intervalMs = typicalInterval(rows.times)
  const stretches = completeStretches(chosen, intervalMs, settings.lags + 2)
  const complete = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  const fewest = Math.max(FEWEST_ROWS, 2 * used.length)
  if (complete < fewest) {
    throw new FitRefused({
      en: `Only ${complete} of ${rowCount(rows)} rows are complete and follow each other; a fit of ${used.length} channels needs at least ${fewest}. Choose a longer window or leave out channels with gaps.`,
      zh: `${rowCount(rows)} 行中只有 ${complete} 行完整且连续，学习 ${used.length} 个通道至少需要 ${fewest} 行；请选更长的时间，或去掉缺数的通道`,
    })
  }
  const forecast = fitForecast(chosen, stretches, settings)
  if (forecast === undefined) throw new FitRefused({ en: 'The rows to learn from do not determine a model.', zh: '用来学习的各行不足以确定一个模型' })
  const repeats = longestRepeats(chosen)
  const model: SourceModel = {
    settings, rows: complete, intervalMs, roles, used, ...forecast, errorVariance: new Float64Array(used.length).fill(1), median: 1, limit: Number.POSITIVE_INFINITY, release: 0,
    stuckAfter: repeats.map((longest) => (longest * REPEAT_FACTOR > rowCount(rows) ? Number.POSITIVE_INFINITY : Math.max(FEWEST_REPEATS, REPEAT_FACTOR * longest))),
  }
  return { ...model, ...judgeUnseen(model, chosen, stretches, forecast) }
}

/** Median distance and widths of the errors from blocks that their model had not seen, and the limit. */
const judgeUnseen = (model: SourceModel, rows: HealthyRows, stretches: readonly Stretch[], whole: Forecast): Pick<SourceModel, 'median' | 'limit' | 'release' | 'errorVariance'> => {
  const { settings } = model
  const unseen = createErrorSums(rows.channels)
  const blocks = Array.from({ length: BLOCKS }, (_, block) => {
    const from = Math.floor(rowCount(rows) * block / BLOCKS)
    const to = Math.floor(rowCount(rows) * (block + 1) / BLOCKS)
    const forecast = fitForecast(rows, outside(stretches, from, to, settings.lags + 2), settings, whole.drifting)
    return forecast === undefined ? [] : distancesOf({ ...model, ...forecast }, rows, Math.max(0, from - RUN_IN), to, unseen)
  })
  const distances = blocks.flatMap((block) => block.slice(RUN_IN)).filter((distance) => !Number.isNaN(distance)).sort((a, b) => a - b)
  const median = quantile(distances, 0.5)
  const usual = quantile(blocks.flatMap((block) => averaged(block, median, settings).slice(RUN_IN)).sort((a, b) => a - b), 0.5)
  const seen = createErrorSums(rows.channels)
  const inFit = distancesOf(model, rows, 0, rowCount(rows), seen)
  const limit = Math.max(settings.limitFactor * Math.sqrt(largestScore(inFit, ownMedian(inFit), settings)), settings.vouched * largestScore(inFit, median, settings))
  const errorVariance = unseen.map((sums, channel) => Math.max(variance(sums), variance(seen[channel]!)))
  return { median, limit, release: usual + settings.release * (limit - usual), errorVariance: Float64Array.from(errorVariance) }
}

/** In medians of these very rows: an ordinary row is 1 there and 1 in rows not seen, so that a limit is of both. */
const ownMedian = (distances: readonly number[]): number => quantile(distances.filter((distance) => !Number.isNaN(distance)).sort((a, b) => a - b), 0.5)

const largestScore = (distances: readonly number[], median: number, settings: MultivariateSettings): number =>
  averaged(distances, median, settings).slice(RUN_IN).reduce((most, score) => Math.max(most, score), 1)

/** Sum of squared errors of a channel, and of how many rows. */
interface ErrorSum { sum: number; count: number }
const createErrorSums = (channels: number): ErrorSum[] => Array.from({ length: channels }, () => ({ sum: 0, count: 0 }))
const variance = ({ sum, count }: ErrorSum): number => (count === 0 || sum === 0 ? 1 : sum / count)

/** @param errors gets the squared errors of the rows after the run-in */
const distancesOf = (model: SourceModel, rows: HealthyRows, from: number, to: number, errors: readonly ErrorSum[]): number[] => {
  const channels = rows.channels
  const squares = new Float64Array(channels)
  const scorer = new SourceScorer({ ...model, settings: { ...model.settings, adapt: 0 }, used: Int32Array.from({ length: channels }, (_, channel) => channel), median: 1, limit: Number.POSITIVE_INFINITY })
  const cells = new Float64Array(scorer.size).fill(Number.NaN)
  return Array.from({ length: to - from }, (_, offset) => {
    scorer.step(cells, rows.times[from + offset]!, rows.values.subarray((from + offset) * channels, (from + offset + 1) * channels))
    if (offset >= RUN_IN && !Number.isNaN(scorer.lastDistance(cells))) {
      scorer.squaredErrors(squares)
      for (let i = 0; i < channels; i++) addSquare(errors[i], squares[i]!)
    }
    return scorer.lastDistance(cells)
  })
}

const addSquare = (to: ErrorSum | undefined, square: number): void => {
  if (to === undefined || Number.isNaN(square)) return
  to.sum += square
  to.count++
}

const averaged = (distances: readonly number[], median: number, { memory, cap }: MultivariateSettings): number[] => {
  let average = 1
  return distances.map((distance) => {
    if (!Number.isNaN(distance)) average += memory * (Math.min(distance / median, cap) - average)
    return Math.sqrt(average)
  })
}
