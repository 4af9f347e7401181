import type { ModelPicture, PictureSeries } from '@hazardwatch/shared/model-picture'

/** One bar of what contributed: a family of lenses, or a channel. */
export interface ShareBar {
  key: string
  /** Family of the lenses; null for a channel. */
  family: string | null
  /** Tag of the channel; null for lenses. */
  tag: string | null
  share: number
  /** By how much a drifting one or its sibling has changed; null for others. */
  change: number | null
  /** Its small trend; undefined when the picture has none. */
  series: PictureSeries | undefined
}

/** More bars are no reason, but a list. */
const MOST_BARS = 4
/** A smaller share explains nothing. */
const LEAST_SHARE = 0.03

/** @returns what contributed most, the largest first: lenses together by their family, channels one by one. */
export const shareBars = ({ contributions, series, kind }: Pick<ModelPicture, 'contributions' | 'series' | 'kind'>): ShareBar[] => {
  const bars = new Map<string, ShareBar>()
  for (const { family, tag, share, change } of contributions) {
    const key = tag ?? family ?? ''
    const known = bars.get(key)
    bars.set(key, { key, family, tag, share: (known?.share ?? 0) + share, change, series: series.find((one) => one.tag === tag) })
  }
  // Of two that have come apart both are told, the one that stood still too.
  return [...bars.values()].filter(({ share }) => share >= LEAST_SHARE || kind === 'drift').sort((a, b) => b.share - a.share).slice(0, MOST_BARS)
}

/** @returns the score as it was at the moment of the picture; undefined when there is none. */
export const scoreAt = ({ score, at }: Pick<ModelPicture, 'score' | 'at'>): number | undefined => {
  if (at === null) return undefined
  const moment = Date.parse(at)
  return score.rows.findLast(([time]) => time <= moment)?.[1]
}
