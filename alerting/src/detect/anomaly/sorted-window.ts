/** Sorted windows inside a larger array: the values of a window stand in ascending order in `a[base .. base + count)`. No NaN may enter. */

/** @returns the first position whose value is not below `value`; `base + count` when all are below. */
export const lowerBound = (a: Float32Array, base: number, count: number, value: number): number => {
  let low = base
  let high = base + count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (a[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Adds a value to a window of `count` values; there must be room for one more behind it. */
export const insertSorted = (a: Float32Array, base: number, count: number, entering: number): void => {
  const place = lowerBound(a, base, count, entering)
  a.copyWithin(place + 1, place, base + count)
  a[place] = entering
}

/** A step of a full window: `leaving` (one of its values) goes, `entering` comes; only what lies between the two moves. */
export const replaceSorted = (a: Float32Array, base: number, count: number, leaving: number, entering: number): void => {
  let place = lowerBound(a, base, count, leaving)
  if (entering >= leaving) {
    const last = base + count - 1
    while (place < last && a[place + 1]! < entering) {
      a[place] = a[place + 1]!
      place++
    }
  } else {
    while (place > base && a[place - 1]! > entering) {
      a[place] = a[place - 1]!
      place--
    }
  }
  a[place] = entering
}

/** As `replaceSorted`, for windows of thousands of values: moves them as a block. */
export const replaceSortedFar = (a: Float32Array, base: number, count: number, leaving: number, entering: number): void => {
  const from = lowerBound(a, base, count, leaving)
  const to = lowerBound(a, base, count, entering)
  if (to > from) {
    a.copyWithin(from, from + 1, to)
    a[to - 1] = entering
  } else {
    a.copyWithin(to + 1, to, from)
    a[to] = entering
  }
}

/** @returns the median (the mean of the middle two for an even count); NaN for an empty window. */
export const sortedMedian = (a: Float32Array, base: number, count: number): number => {
  if (count === 0) return Number.NaN
  const middle = base + (count >> 1)
  return (count & 1) === 1 ? a[middle]! : (a[middle - 1]! + a[middle]!) / 2
}

/** @returns distance of `value` to the nearest of the window; NaN for an empty window. */
export const nearestDistance = (a: Float32Array, base: number, count: number, value: number): number => {
  if (count === 0) return Number.NaN
  const place = lowerBound(a, base, count, value)
  const above = place < base + count ? a[place]! - value : Number.POSITIVE_INFINITY
  const below = place > base ? value - a[place - 1]! : Number.POSITIVE_INFINITY
  return above < below ? above : below
}
