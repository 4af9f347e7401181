import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { readStories, type AlarmStory, type StoryEvent } from './alarm-story.ts'
import { formClusters } from './backtest/form-clusters.ts'
import { createHistoryJudge } from './backtest/judge-history.ts'
import { playStory } from './play-story.ts'
import { testPoint } from './testing/test-point.ts'

const textOf = (name: string): string => readFileSync(new URL(`../stories/${name}`, import.meta.url), 'utf8')
const worked = [...readStories(textOf('alarms.json')), ...readStories(textOf('hiding.json'))]

const corners = [...readStories(textOf('corners.json')), ...readStories(textOf('many.json'))]

const START = 1_800_000_000_000

/** What the store holds of a story: each reading once, in the order of its own time, without those that were refused. */
const historyOf = ({ steps }: AlarmStory) => {
  const rows = new Map<number, { point: number; time: number; value: number | null; quality: 'good' | 'fault' }>()
  for (const { at, t = at, v, q } of steps) {
    if (v?.['P'] === undefined || t > at + 300 || rows.has(t)) continue
    rows.set(t, { point: 0, time: START + t * 1000, value: v['P'], quality: q?.['P'] === undefined ? 'good' : 'fault' })
  }
  return [...rows.values()].sort((a, b) => a.time - b.time)
}

/** Raises and clears that a backtest of the story's rules finds in that history. */
const backtest = (story: AlarmStory): string[] => {
  const [cluster] = formClusters(story.rules, [], () => testPoint(7, 'P'))
  if (cluster === undefined) throw new Error('no cluster')
  const judge = createHistoryJudge(cluster, story.rules, START)
  judge.take(batchOf(Number.NaN, historyOf(story)))
  return judge.finish(START + (story.steps.at(-1)?.at ?? 0) * 1000).flatMap(({ rule, raisedAt, clearedAt }) =>
    [`${rule} raised ${(raisedAt - START) / 1000}`, ...(clearedAt === null ? [] : [`${rule} cleared ${(clearedAt - START) / 1000}`])]).sort()
}

/** In history nothing is late: what came late stands at its own time. */
const conditionsOf = (events: readonly StoryEvent[] = []): string[] =>
  events.filter(({ event }) => event === 'raised' || event === 'cleared').map(({ rule, event, at }) => `${rule ?? ''} ${event} ${at}`).sort()

describe('worked stories of alarm semantics', () => {
  it('finds the stories', () => { expect(worked.length).toBeGreaterThanOrEqual(30) })

  it.each([...worked, ...corners])('$name: $why', async (story) => {
    expect(await playStory(story)).toEqual({ name: story.name, events: story.expect, states: story.states })
  })

  it.each([...worked, ...corners])('with a restart after every step: $name', async (story) => {
    expect(await playStory(story, true)).toEqual({ name: story.name, events: story.expect, states: story.states })
  })

  it.each(worked)('in a backtest: $name', (story) => { expect(backtest(story)).toEqual(conditionsOf(story.expect)) })
})
