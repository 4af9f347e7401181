import { runStoryFile } from '@hazardwatch/shared/node/run-story-file'
import { readStories } from './alarm-story.ts'
import { playStory, type PlayedStory } from './play-story.ts'

/** Prints what the alarm engine makes of the stories in a file. */
await runStoryFile('judge', process.argv.slice(2), async (text) => {
  const played: PlayedStory[] = []
  for (const story of readStories(text)) played.push(await playStory(story))
  return played
})
