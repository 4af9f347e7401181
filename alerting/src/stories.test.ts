import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readStories } from './alarm-story.ts'
import { playStory } from './play-story.ts'

const textOf = (name: string): string => readFileSync(new URL(`../stories/${name}`, import.meta.url), 'utf8')
const worked = [...readStories(textOf('alarms.json')), ...readStories(textOf('hiding.json'))]

describe('worked stories of alarm semantics', () => {
  it('finds the stories', () => { expect(worked.length).toBeGreaterThanOrEqual(30) })

  it.each(worked)('$name: $why', async (story) => {
    expect(await playStory(story)).toEqual({ name: story.name, events: story.expect, states: story.states })
  })

  it.each(worked)('with a restart after every step: $name', async (story) => {
    expect(await playStory(story, true)).toEqual({ name: story.name, events: story.expect, states: story.states })
  })
})
