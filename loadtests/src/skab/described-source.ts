/**
 * The mechanism as it was described and measured elsewhere, written a second time from that description alone: steps 1 to 8, plain, for whole tables at
 * once, with neither missing values nor gaps nor stuck channels. The shipped detector is held against it row by row.
 */
export interface DescribedSettings {
  lags: number
  drifting: number
  baselineRate: number
  ridge: number
  shrink: number
  memory: number
  cap: number
  /** Limit = this times the root of the largest score over the fit's rows from the 20th on. */
  limitFactor: number
  /** Off when the score is at or below this share of the limit. */
  release: number
  adapt: number
  gate: number
}

export interface DescribedRow { score: number, alarm: boolean, blame: number[] }

type Table = number[][]

const RUN_IN = 20
const BLOCKS = 5

export interface DescribedRun { limit: number, median: number, variances: number[], rows: DescribedRow[] }

/** Learns on the first `fit` rows and follows the whole table. */
export const describedSource = (table: Table, fit: number, settings: DescribedSettings): DescribedRun => {
  const model = learn([table.slice(0, fit)], settings)
  const unseen = Array.from({ length: BLOCKS }, (_, block) => errorsOfBlock(table.slice(0, fit), block, settings, model.drifts)).flat()
  const seen = follow(model, table.slice(0, fit), settings).slice(settings.lags + 1).map(({ error }) => error)
  const median = middle(seen.map((error) => quadratic(error, model.precision)))
  const variances = model.mean.map((_, i) => Math.max(meanSquare(unseen, i), meanSquare(seen, i)))
  const inFit = judge(model, table.slice(0, fit), { ...settings, adapt: 0 }, { median, variances, limit: Number.POSITIVE_INFINITY, adaptFrom: Number.POSITIVE_INFINITY })
  const limit = settings.limitFactor * Math.sqrt(Math.max(...inFit.slice(RUN_IN).map(({ score }) => score)))
  return { limit, median, variances, rows: judge(model, table, settings, { median, variances, limit, adaptFrom: fit }) }
}

interface Learnt { mean: number[], deviation: number[], drifts: boolean[], spread: number[], forecast: Table, precision: Table }

const learn = (blocks: Table[], settings: DescribedSettings, known?: boolean[]): Learnt => {
  const all = blocks.flat()
  const channels = all[0]!.map((_, i) => i)
  const mean = channels.map((i) => average(all.map((row) => row[i]!)))
  const deviation = channels.map((i) => Math.sqrt(average(all.map((row) => (row[i]! - mean[i]!) ** 2))) || 1)
  const z = blocks.map((block) => block.map((row) => row.map((value, i) => (value - mean[i]!) / deviation[i]!)))
  const drifts = known ?? channels.map((i) => {
    const pairs = z.flatMap((block) => block.slice(1).map((row, t) => [block[t]![i]!, row[i]!] as const))
    return total(pairs.map(([before, now]) => before * now)) / total(pairs.map(([before]) => before * before)) > settings.drifting
  })
  const flat = z.map((block) => withoutBaseline(block, drifts, settings.baselineRate))
  const rest = flat.flatMap((block) => block.slice(1))
  const spread = channels.map((i) => Math.sqrt(average(rest.map((row) => row[i]! ** 2))) || 1)
  const w = flat.map((block) => block.map((row) => row.map((value, i) => value / spread[i]!)))
  const targets = w.flatMap((block) => block.slice(settings.lags).map((row, t) => ({ row, past: stack(block, t + settings.lags, settings.lags) })))
  const gram = product(targets.map(({ past }) => past), targets.map(({ past }) => past)).map((row, a) => row.map((value, b) => value + (a === b ? settings.ridge * targets.length : 0)))
  const forecast = times(invert(gram), product(targets.map(({ past }) => past), targets.map(({ row }) => row)))
  const errors = targets.map(({ row, past }) => less(row, predict(past, forecast)))
  const centre = channels.map((i) => average(errors.map((error) => error[i]!)))
  const centred = errors.map((error) => less(error, centre))
  const covariance = product(centred, centred).map((row, i) => row.map((value, j) => (i === j ? Math.max(value / errors.length, 1e-4) : (1 - settings.shrink) * value / errors.length)))
  return { mean, deviation, drifts, spread, forecast, precision: invert(covariance) }
}

const withoutBaseline = (block: Table, drifts: readonly boolean[], rate: number): Table => {
  const baseline = [...block[0]!]
  return block.map((row) => row.map((z, i) => {
    if (!drifts[i]!) return z
    const distance = z - baseline[i]!
    baseline[i] = baseline[i]! + rate * distance
    return distance
  }))
}

interface Followed { error: number[], z: number[] }

/** Errors of every row, without adaptation; zero while there is no full past. */
const follow = (model: Learnt, table: Table, settings: DescribedSettings): Followed[] => {
  const z = table.map((row) => row.map((value, i) => (value - model.mean[i]!) / model.deviation[i]!))
  const w = withoutBaseline(z, model.drifts, settings.baselineRate).map((row) => row.map((value, i) => value / model.spread[i]!))
  return w.map((row, t) => ({ z: z[t]!, error: t < settings.lags ? row.map(() => 0) : less(row, predict(stack(w, t, settings.lags), model.forecast)) }))
}

const errorsOfBlock = (rows: Table, block: number, settings: DescribedSettings, drifts: boolean[]): Table => {
  const from = Math.floor(rows.length * block / BLOCKS)
  const to = Math.floor(rows.length * (block + 1) / BLOCKS)
  const others = [rows.slice(0, from), rows.slice(to)].filter(({ length }) => length >= settings.lags + 2)
  return follow(learn(others, settings, drifts), rows.slice(Math.max(0, from - RUN_IN), to), settings).slice(RUN_IN).map(({ error }) => error)
}

interface Judging { median: number, variances: number[], limit: number, adaptFrom: number }

const judge = (model: Learnt, table: Table, settings: DescribedSettings, { median, variances, limit, adaptFrom }: Judging): DescribedRow[] => {
  const baseline = table[0]!.map((value, i) => (value - model.mean[i]!) / model.deviation[i]!)
  const shift = model.mean.map(() => 0)
  const widen = model.mean.map(() => 1)
  const blame = model.mean.map(() => 0)
  const w: Table = []
  let m = 1
  let alarm = false
  return table.map((row, t) => {
    const z = row.map((value, i) => (value - model.mean[i]!) / model.deviation[i]!)
    w.push(z.map((value, i) => (value - (model.drifts[i]! ? baseline[i]! : shift[i]!)) / model.spread[i]!))
    z.forEach((value, i) => { baseline[i] = baseline[i]! + settings.baselineRate * (value - baseline[i]!) })
    const before = Math.sqrt(m)
    if (t > settings.lags) {
      const error = less(w[t]!, predict(stack(w, t, settings.lags), model.forecast))
      const u = error.map((value, i) => value / Math.sqrt(widen[i]!))
      m += settings.memory * (Math.min(quadratic(u, model.precision) / median, settings.cap) - m)
      addBlame(blame, u, model.precision, median, settings)
      if (t >= adaptFrom && before < settings.gate * limit) {
        error.forEach((value, i) => {
          widen[i] = Math.max(1, widen[i]! + settings.adapt * (Math.min(value ** 2 / variances[i]!, 16 * widen[i]!) - widen[i]!))
          if (!model.drifts[i]!) shift[i] = shift[i]! + settings.adapt * (z[i]! - shift[i]!)
        })
      }
    }
    const score = Math.sqrt(m)
    alarm = score > limit || (alarm && score > settings.release * limit)
    return { score, alarm, blame: [...blame] }
  })
}

const addBlame = (blame: number[], u: number[], precision: Table, median: number, { memory, cap }: DescribedSettings): void => {
  const shares = precision.map((row, i) => dot(row, u) ** 2 / row[i]! / median)
  const weight = Math.min(1, cap / total(shares))
  shares.forEach((share, i) => { blame[i] = blame[i]! + memory * (weight * share - blame[i]!) })
}

const stack = (w: Table, t: number, lags: number): number[] => Array.from({ length: lags }, (_, lag) => w[t - 1 - lag]!).flat()
const predict = (past: number[], forecast: Table): number[] => (forecast[0] ?? []).map((_, i) => past.reduce((sum, value, a) => sum + value * forecast[a]![i]!, 0))
const less = (row: number[], other: number[]): number[] => row.map((value, i) => value - (other[i] ?? 0))
const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)
const average = (values: number[]): number => total(values) / values.length
const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const meanSquare = (errors: Table, i: number): number => average(errors.map((error) => error[i]! ** 2)) || 1
const quadratic = (u: number[], precision: Table): number => precision.reduce((sum, row, i) => sum + u[i]! * dot(row, u), 0)
const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** A'B of two tables with the same rows. */
const product = (a: Table, b: Table): Table => {
  const sums = (a[0] ?? []).map(() => (b[0] ?? []).map(() => 0))
  a.forEach((row, t) => { row.forEach((value, i) => { b[t]!.forEach((other, j) => { sums[i]![j] = sums[i]![j]! + value * other }) }) })
  return sums
}

const times = (a: Table, b: Table): Table => a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))

/** Gauss and Jordan, with pivots. */
const invert = (matrix: Table): Table => {
  const n = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best), k)
    const [chosen, other] = [rows[pivot]!, rows[k]!]
    rows[pivot] = other
    rows[k] = chosen.map((value) => value / chosen[k]!)
    rows.forEach((row, i) => { if (i !== k) { const weight = row[k]!; if (weight !== 0) rows[k]!.forEach((value, j) => { row[j] = row[j]! - weight * value }) } })
  }
  return rows.map((row) => row.slice(n))
}
