import { runStoryFile } from '@hazardwatch/shared/node/run-story-file'
import { runDecodeStories } from './run-decode-stories.ts'

/** Prints what the decoders make of the stories in a file. */
await runStoryFile('decode', process.argv.slice(2), runDecodeStories)
