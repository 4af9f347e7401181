import { memo, type ReactElement } from 'react'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { sparkPath } from '../charts/spark-path.ts'
import { useFeedStore } from '../feed/feed-store.ts'

const WIDTH = 110
const HEIGHT = 26
/** What the feed has given since the page was opened; the face plate has the history. */
const SPAN_MS = 1_800_000
const EMPTY: readonly [] = []

/** The last half hour of a point beside its alarm, with the limit; redraws alone. The face plate tells the same in words. */
const Spark = ({ point, limit, tone }: { point: string; limit: number | null; tone: Priority | null }): ReactElement => {
  const readings = useFeedStore(({ feed }) => feed.readings.get(point) ?? EMPTY)
  const to = readings.at(-1)?.[0] ?? 0
  const first = readings[0]?.[0] ?? 0
  const { curve, limitY, end } = sparkPath(readings, limit, Math.max(first, to - SPAN_MS), to, WIDTH, HEIGHT)
  return (
    <svg className={`row-spark ${tone === null ? '' : `level-${tone}`}`} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {limitY !== null && <line className="limit" x1="0" x2={WIDTH} y1={limitY} y2={limitY} />}
      <path className="curve" d={curve} />
      {end !== null && <circle className="end" cx={end.x} cy={end.y} r="2" />}
    </svg>
  )
}

export const RowSpark = memo(Spark)
