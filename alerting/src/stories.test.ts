import { describe, expect, it } from 'vitest'
import { loadStories, playStory } from './testing/story.ts'

const { known } = loadStories(new URL('../stories/alarms.json', import.meta.url))

describe('worked stories of alarm semantics', () => {
  it('finds the stories', () => { expect(known.length).toBeGreaterThanOrEqual(20) })

  it.each(known)('$name: $why', async (story) => {
    expect(await playStory(story, false)).toEqual({ events: story.expect, states: story.states })
  })

  it.each(known)('with a restart after every step: $name', async (story) => {
    expect(await playStory(story, true)).toEqual({ events: story.expect, states: story.states })
  })
})
