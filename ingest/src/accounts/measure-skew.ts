/** One figure for each span of arrival, so that a talkative gateway and a quiet one are measured over like times. */
const SPAN_MS = 10_000
/** Five minutes of a gateway that speaks at least every ten seconds. */
const SPANS = 30
/** Below this nothing is said. */
const SPANS_MIN = 3
/** So many spans in a row that agree with each other, and not with those before, are a clock that was set. */
const JUMP_SPANS = 6
const JUMP_MS = 2_000
const AGREE_MS = 1_000
/** A clock that runs passes as much time as ours does, so a span is like the one before it; while a buffer is emptied each is less late than the last. */
const STEADY_MS = 2_000
/** How quickly the shown delay follows. */
const DELAY_WEIGHT = 1 / 8

/**
 * The constant error of a gateway's clock, from how much later than its own time its live messages arrive. Arrival minus reading time is the error
 * plus the delay on the way, which is never negative: so of each span the least is kept, and of those a low quantile is the error; what lies above
 * it is the delay. Pure: times come in as parameters.
 */
export interface SkewMeter {
  /** Least lateness of the last spans, ms, a ring. */
  least: Float64Array
  count: number
  next: number
  /** The span that runs: its first arrival, and the least, sum and number of its latenesses. */
  spanFrom: number
  spanLeast: number
  spanSum: number
  spanMessages: number
  /** Least of the span before; NaN = there was none. */
  spanBefore: number
  lastTime: number
  /** Delay above the least, ms, smoothed. */
  delay: number
  /** Arrival of the message with which a jump of the clock was recognised; NaN = none. */
  jumpedAt: number
}

export const createSkewMeter = (): SkewMeter => ({
  least: new Float64Array(SPANS), count: 0, next: 0, spanFrom: Number.NaN, spanLeast: Number.POSITIVE_INFINITY, spanSum: 0, spanMessages: 0,
  spanBefore: Number.NaN, lastTime: Number.NEGATIVE_INFINITY, delay: 0, jumpedAt: Number.NaN,
})

/** A message: the time of its newest reading by the gateway's clock, and ours when it came, both epoch ms. What its sender marks as historical is not passed in. */
export const measureSkew = (meter: SkewMeter, time: number, arrivedAt: number): void => {
  const setBack = meter.lastTime - time > JUMP_MS
  // Stragglers, and what is sent again. A clock that was set back looks like one first; from then on it is followed.
  if (time <= meter.lastTime && !setBack) return
  meter.lastTime = time
  if (setBack) return
  const lateness = arrivedAt - time
  if (!(arrivedAt - meter.spanFrom < SPAN_MS && arrivedAt >= meter.spanFrom)) closeSpan(meter, arrivedAt)
  meter.spanLeast = Math.min(meter.spanLeast, lateness)
  meter.spanSum += lateness
  meter.spanMessages++
}

const closeSpan = (meter: SkewMeter, arrivedAt: number): void => {
  const { spanLeast, spanBefore, spanSum, spanMessages } = meter
  if (spanMessages > 0) {
    if (Math.abs(spanLeast - spanBefore) <= STEADY_MS) {
      meter.least[meter.next] = spanLeast
      meter.next = (meter.next + 1) % SPANS
      meter.count = Math.min(SPANS, meter.count + 1)
      meter.delay += (spanSum / spanMessages - spanLeast - meter.delay) * DELAY_WEIGHT
      dropBeforeJump(meter, arrivedAt)
    }
    meter.spanBefore = spanLeast
  }
  Object.assign(meter, { spanFrom: arrivedAt, spanLeast: Number.POSITIVE_INFINITY, spanSum: 0, spanMessages: 0 })
}

const dropBeforeJump = (meter: SkewMeter, arrivedAt: number): void => {
  if (meter.count <= JUMP_SPANS) return
  const recent = Array.from({ length: JUMP_SPANS }, (_, age) => meter.least[(meter.next - 1 - age + SPANS) % SPANS] ?? 0)
  const before = quantile(spansOf(meter).slice(0, meter.count - JUMP_SPANS))
  const [low, high] = [Math.min(...recent), Math.max(...recent)]
  if (high - low > AGREE_MS || (low - before <= JUMP_MS && before - high <= JUMP_MS)) return
  meter.least.set(recent.reverse())
  meter.count = JUMP_SPANS
  meter.next = JUMP_SPANS
  meter.jumpedAt = arrivedAt
}

/** Oldest first. */
const spansOf = (meter: SkewMeter): number[] => Array.from({ length: meter.count }, (_, index) => meter.least[(meter.next - meter.count + index + SPANS) % SPANS] ?? 0)

/** The lower quarter: a few spans in which nothing came without delay, or something old did, do not move it. */
const quantile = (spans: readonly number[]): number => {
  const sorted = [...spans].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? Number.NaN
}

/** Positive: the gateway's clock is behind ours. Undefined until it has been heard for some spans. */
export const skewOf = (meter: SkewMeter): number | undefined => (meter.count < SPANS_MIN ? undefined : Math.round(quantile(spansOf(meter))))

/** Typical delay beyond the quickest message of its span, ms. */
export const delayOf = (meter: SkewMeter): number | undefined => (meter.count < SPANS_MIN ? undefined : Math.round(meter.delay))

/** As plain numbers, for the record store. */
export const skewRow = (meter: SkewMeter): { spans: number[]; jumpedAt: number | null } => ({ spans: spansOf(meter), jumpedAt: Number.isNaN(meter.jumpedAt) ? null : meter.jumpedAt })

export const restoreSkew = (meter: SkewMeter, { spans, jumpedAt }: { spans: readonly number[]; jumpedAt: number | null }): void => {
  const kept = spans.slice(-SPANS)
  meter.least.set(kept)
  meter.count = kept.length
  meter.next = kept.length % SPANS
  meter.jumpedAt = jumpedAt ?? Number.NaN
}
