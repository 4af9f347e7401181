import { expect, it } from 'vitest'
import { degradedVote, type ChannelVote, type DegradedVote } from './degraded-vote.ts'

const votes = (need: number, of: number): DegradedVote => ({ kind: 'votes', need, of })

it.each<[string, number, number, ChannelVote, DegradedVote]>([
  ['2oo3 as alarm', 2, 3, 'alarm', votes(1, 2)],
  ['2oo3 as healthy', 2, 3, 'healthy', votes(2, 2)],
  ['2oo3 left out', 2, 3, 'exclude', votes(2, 2)],
  ['1oo2 as alarm', 1, 2, 'alarm', { kind: 'alarms' }],
  ['1oo2 left out', 1, 2, 'exclude', votes(1, 1)],
  ['2oo2 as alarm', 2, 2, 'alarm', votes(1, 1)],
  ['2oo2 as healthy', 2, 2, 'healthy', { kind: 'never' }],
  ['2oo2 left out', 2, 2, 'exclude', votes(1, 1)],
  ['1oo1 left out', 1, 1, 'exclude', { kind: 'holds' }],
])('%s', (_name, need, channels, vote, left) => {
  expect(degradedVote(need, channels, vote)).toEqual(left)
})
