export type ChannelVote = 'alarm' | 'healthy' | 'exclude'

/** What is left of a vote when one channel no longer measures. */
export type DegradedVote = { kind: 'votes'; need: number; of: number } | { kind: 'alarms' } | { kind: 'never' } | { kind: 'holds' }

/** @returns what becomes of `need` out of `channels` when one channel counts as `vote`: 2oo3 with a channel as alarm is 1oo2, as healthy or left out 2oo2. */
export const degradedVote = (need: number, channels: number, vote: ChannelVote): DegradedVote => {
  const left = channels - 1
  if (vote === 'alarm') return need <= 1 ? { kind: 'alarms' } : { kind: 'votes', need: need - 1, of: left }
  if (vote === 'healthy') return need > left ? { kind: 'never' } : { kind: 'votes', need, of: left }
  return left === 0 ? { kind: 'holds' } : { kind: 'votes', need: Math.min(need, left), of: left }
}
