/** An occurrence as a backtest sees it. Times are event time, epoch ms. */
export interface Episode {
  rule: string
  /** ENT/TAG. */
  point: string
  onset: number
  raisedAt: number
  /** Null: still active at the end of the range. */
  clearedAt: number | null
}

/** The same excursion under both rules; `movedMs` > 0: the candidate alarms so much later. */
export interface MovedEpisode {
  before: Episode
  after: Episode
  movedMs: number
}

export interface EpisodeDiff {
  /** Alarms of the candidate alone. */
  added: Episode[]
  /** Alarms that the candidate would not have raised. */
  removed: Episode[]
  earlier: MovedEpisode[]
  later: MovedEpisode[]
  /** In both, raised at the same time. */
  same: number
}

/**
 * What a candidate changes. Two episodes of one rule and point are the same excursion when their times from onset to clearing meet; of several that meet
 * one, the first is its counterpart and the others are added (the excursion was split) or removed (it was joined).
 */
export const compareEpisodes = (before: readonly Episode[], after: readonly Episode[]): EpisodeDiff => {
  const diff: EpisodeDiff = { added: [], removed: [], earlier: [], later: [], same: 0 }
  const old = byWatch(before)
  const fresh = byWatch(after)
  for (const watch of new Set([...old.keys(), ...fresh.keys()])) compareWatch(old.get(watch) ?? [], fresh.get(watch) ?? [], diff)
  for (const list of [diff.added, diff.removed]) list.sort((a, b) => a.raisedAt - b.raisedAt)
  for (const list of [diff.earlier, diff.later]) list.sort((a, b) => a.after.raisedAt - b.after.raisedAt)
  return diff
}

const byWatch = (episodes: readonly Episode[]): Map<string, Episode[]> => {
  const groups = Map.groupBy(episodes, ({ rule, point }) => `${rule}\n${point}`)
  for (const group of groups.values()) group.sort((a, b) => a.onset - b.onset)
  return groups
}

const endOf = ({ clearedAt }: Episode): number => clearedAt ?? Number.POSITIVE_INFINITY

const meets = (next: Episode | undefined, longer: Episode): boolean => next !== undefined && next.onset <= endOf(longer)

const compareWatch = (old: readonly Episode[], fresh: readonly Episode[], diff: EpisodeDiff): void => {
  let [i, j] = [0, 0]
  for (;;) {
    const [before, after] = [old[i], fresh[j]]
    if (before === undefined || after === undefined) break
    if (endOf(before) < after.onset) {
      diff.removed.push(before)
      i++
    } else if (endOf(after) < before.onset) {
      diff.added.push(after)
      j++
    } else {
      pair(before, after, diff)
      i++
      j++
      // What else meets the longer of the two belongs to it and has no counterpart of its own.
      while (endOf(before) > endOf(after) && meets(fresh[j], before)) diff.added.push(...fresh.slice(j, ++j))
      while (endOf(after) > endOf(before) && meets(old[i], after)) diff.removed.push(...old.slice(i, ++i))
    }
  }
  diff.removed.push(...old.slice(i))
  diff.added.push(...fresh.slice(j))
}

const pair = (before: Episode, after: Episode, diff: EpisodeDiff): void => {
  const movedMs = after.raisedAt - before.raisedAt
  if (movedMs === 0) diff.same++
  else (movedMs < 0 ? diff.earlier : diff.later).push({ before, after, movedMs })
}
