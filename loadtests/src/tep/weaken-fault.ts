/**
 * A recorded fault at a part of its size: the fault-free run with a share of the fault's run mixed in, both as distances from the healthy mean. The weights'
 * squares add up to one, so that two runs of the same noise mix to noise of the same size and memory, and only what the fault does becomes smaller.
 * @param share of the fault's run, 0 (none of it) to 1 (all of it)
 */
export const weakenFault = (healthy: readonly number[][], normal: readonly number[][], fault: readonly number[][], share: number): number[][] => {
  const mean = (healthy[0] ?? []).map((_, i) => healthy.reduce((sum, row) => sum + row[i]!, 0) / healthy.length)
  const rest = Math.sqrt(1 - share * share)
  return fault.map((row, t) => row.map((value, i) => mean[i]! + rest * (normal[t]![i]! - mean[i]!) + share * (value - mean[i]!)))
}
