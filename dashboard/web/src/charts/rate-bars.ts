export interface RateBars {
  bars: { x: number; y: number; width: number; height: number; count: number }[]
  /** Height of the target, px from the top. */
  targetY: number
  /** Value at the top of the drawing. */
  top: number
  /** Ten minutes that one bar stands for; it shows the worst of them. */
  perBar: number
}

const GAP = 1

/** Counts of ten minutes as bars, scaled so that the target is in sight. A bar of several shows the worst: an average would hide a flood. */
export const rateBars = (course: readonly number[], target: number, mostBars: number, width: number, height: number): RateBars => {
  const perBar = Math.max(1, Math.ceil(course.length / mostBars))
  const counts: number[] = []
  for (let start = 0; start < course.length; start += perBar) counts.push(Math.max(...course.slice(start, start + perBar)))
  const top = Math.max(target * 1.2, ...counts)
  const step = counts.length === 0 ? width : width / counts.length
  const y = (count: number): number => height - (count / top) * height
  return {
    bars: counts.map((count, index) => ({ x: index * step, y: y(count), width: Math.max(0.5, step - GAP), height: height - y(count), count })),
    targetY: y(target), top, perBar,
  }
}
