import { isoTime } from '@hazardwatch/shared/time'
import type { DecodedMessage } from './decode-message.ts'
import { tooFarAhead } from './decode/refusal-words.ts'
import { refuse } from './refusals.ts'

/** How far an instrument's clock may run ahead of ours: beyond it a time is wrong, not early. */
export const FUTURE_MAX_MS = 300_000

/** Takes readings out of the batch whose time lies too far ahead of their arrival, and says so. Unknown tags went at decoding. */
export const validateReadings = (decoded: DecodedMessage): void => {
  const { batch } = decoded
  const limit = batch.arrivedAt + FUTURE_MAX_MS
  let kept = 0
  for (let row = 0; row < batch.count; row++) {
    const time = batch.time[row] ?? Number.NaN
    if (time <= limit) {
      if (kept !== row) moveRow(decoded, row, kept)
      kept++
    } else {
      if (time > (decoded.future ?? 0)) decoded.future = time
      refuseFuture(decoded, row, time)
    }
  }
  batch.count = kept
}

const moveRow = ({ batch }: DecodedMessage, from: number, to: number): void => {
  batch.point.copyWithin(to, from, from + 1)
  batch.time.copyWithin(to, from, from + 1)
  batch.value.copyWithin(to, from, from + 1)
  batch.quality.copyWithin(to, from, from + 1)
  batch.historical?.copyWithin(to, from, from + 1)
}

const refuseFuture = ({ batch, refusals, tags }: DecodedMessage, row: number, time: number): void => {
  refuse(refusals, 'future', () => {
    const tag = tagOf(tags, batch.point[row])
    const ahead = tooFarAhead(`${FUTURE_MAX_MS / 1000} s`, batch.arrivedAt)
    return {
      where: tag === undefined ? '$' : `$..values[${JSON.stringify(tag)}]`,
      detail: { en: `${shownTime(time)} ${ahead.en}: set the clock of the gateway`, zh: `${ahead.zh}（${shownTime(time)}）；请校准网关的时钟` },
      ...(tag !== undefined && { tag }),
    }
  })
}

/** A scan of the enterprise's tags: it runs only for what is refused and described. */
const tagOf = (tags: ReadonlyMap<string, number> | undefined, point: number | undefined): string | undefined => {
  for (const [tag, number] of tags ?? []) if (number === point) return tag
  return undefined
}

/** ISO 8601 cannot write a year beyond 275760 (a time sent in micro- or nanoseconds). */
const shownTime = (time: number): string => (time <= 8.64e15 ? isoTime(time) : String(time))
