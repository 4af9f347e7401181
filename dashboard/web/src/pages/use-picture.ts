import { useState } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { isEvidence } from '@hazardwatch/shared/alarm-mark'
import { splitPointKey } from '@hazardwatch/shared/ids'
import type { ModelPicture, WarmUp } from '@hazardwatch/shared/model-picture'
import type { ForecastReport } from '@hazardwatch/shared/forecast-report'
import { fetchForecasts, fetchPointModel } from '../api/model-calls.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { usePolled } from './use-polled.ts'

/** A picture that goes with the time is made anew so often; it costs the server a second of a thread of its own. */
const EVERY_MS = 20_000

export interface ShownPicture {
  /** Early warnings on the point; the picture is of one of them. */
  warmUps: readonly WarmUp[]
  rule: string | undefined
  /** Undefined: the picture is of the rule of the alarm. */
  onRule: ((rule: string) => void) | undefined
  picture: ModelPicture | undefined
  /** Why there is none, or why it is old. */
  problem: unknown
  /** What came of the forecasts of the rule in the last month. */
  forecasts: ForecastReport | undefined
}

/**
 * What the early warning of an alarm, or one of those on a point, expected and why it found what it found.
 * @param end epoch ms at which the window ends for good; null = it goes with the time
 */
export const usePicture = (point: string, alarm: Alarm | undefined, spanMs: number, end: number | null): ShownPicture => {
  const { enterprise = '', tag = point } = splitPointKey(point) ?? {}
  const skewMs = useFeedStore(({ feed }) => feed.skewMs)
  const [chosen, setChosen] = useState<string>()
  const asksNobody = alarm !== undefined && !isEvidence(alarm.kind)
  const known = usePolled(`known ${point} ${asksNobody}`, async () => (asksNobody ? [] : (await fetchPointModel(enterprise, tag)).warmUps), EVERY_MS)
  const warmUps = known.answer?.value ?? []
  const rule = alarm === undefined ? (warmUps.find((one) => one.rule === chosen) ?? warmUps[0])?.rule : asksNobody ? undefined : alarm.rule
  const at = alarm === undefined ? undefined : Date.parse(alarm.onsetAt)
  const picture = usePolled(`${rule ?? ''} ${point} ${spanMs} ${end ?? 'now'} ${at ?? ''}`, async (now) => {
    const to = end ?? now + skewMs
    return rule === undefined ? null : (await fetchPointModel(enterprise, tag, { rule, from: to - spanMs, to, at })).picture
  }, EVERY_MS)
  const isForecast = alarm?.kind === 'forecast' || warmUps.find((one) => one.rule === rule)?.kind === 'forecast'
  const forecasts = usePolled(`forecasts ${isForecast ? rule ?? '' : ''}`, async () => (isForecast && rule !== undefined ? fetchForecasts(rule) : undefined), 6 * EVERY_MS)
  return { warmUps, rule, onRule: alarm === undefined ? setChosen : undefined, picture: picture.answer?.value ?? undefined, problem: picture.problem ?? known.problem, forecasts: forecasts.answer?.value }
}
