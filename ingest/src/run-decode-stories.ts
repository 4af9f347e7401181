import { qualityName } from '@hazardwatch/shared/quality'
import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { z } from 'zod'
import type { FormatDecoder, Reply, TagNumbers } from './decode/decode-target.ts'
import { formatNames, formats } from './decode/formats.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { StoryError } from '@hazardwatch/shared/story-error'

/** Messages in their order, as one sender would send them, told in JSON. Text goes as UTF-8; bytes as base64. `at` = time of arrival, epoch ms. */
const Story = z.object({
  name: z.string(),
  format: z.enum(formatNames),
  at: z.number(),
  messages: z.array(z.object({
    topic: z.string().default(''),
    payload: z.string().optional(),
    payloadBase64: z.string().optional(),
  }).refine(({ payload, payloadBase64 }) => (payload === undefined) !== (payloadBase64 === undefined), 'give either payload or payloadBase64')),
})
type Story = z.infer<typeof Story>

/** A reading as it is shown; good quality and "not historical" are left out. */
export interface ShownReading {
  tag: string
  ts: number
  value: number | null
  quality?: string
  historical?: true
}

export interface ToldMessage {
  readings: ShownReading[]
  refused: number
  replies: number
}

export interface ToldStory {
  name: string
  messages: ToldMessage[]
}

/** Runs stories of wire formats through the decoders of the service. Every tag that comes up counts as registered. */
export const runDecodeStories = (text: string): ToldStory[] => readStories(text).map(({ name, format, at, messages }) => {
  const tell = createTeller(formats[format](), at)
  return { name, messages: messages.map((message) => shownMessage(tell(message))) }
})

/** The same with everything that came out, for tests. */
export interface Told {
  batch: ReadingBatch
  refusals: Refusals
  replies: Reply[]
  nameOf: (point: number) => string
}

/** A session: the decoder keeps its state from message to message. */
export const createTeller = (decode: FormatDecoder, at: number): (message: Story['messages'][number]) => Told => {
  const tags = createTagNumbers()
  return ({ topic, payload, payloadBase64 }) => {
    const bytes = payloadBase64 === undefined ? Buffer.from(payload ?? '') : Buffer.from(payloadBase64, 'base64')
    const batch = createBatch(16, at)
    const refusals = createRefusals()
    const replies: Reply[] = []
    decode(topic, bytes, { batch, refusals, tags, replies })
    return { batch, refusals, replies, nameOf: tags.nameOf }
  }
}

/** A registry in which every tag is registered as it comes up. */
const createTagNumbers = (): TagNumbers & { nameOf: (point: number) => string } => {
  const numbers = new Map<string, number>()
  const names: string[] = []
  return {
    get: (tag) => {
      const known = numbers.get(tag)
      if (known !== undefined) return known
      numbers.set(tag, names.length)
      return names.push(tag) - 1
    },
    nameOf: (point) => names[point] ?? '',
  }
}

const shownMessage = ({ batch, refusals, replies, nameOf }: Told): ToldMessage => ({
  readings: shownReadings(batch, nameOf), refused: refusals.count, replies: replies.length,
})

export const shownReadings = (batch: ReadingBatch, nameOf: (point: number) => string): ShownReading[] =>
  Array.from({ length: batch.count }, (_, row): ShownReading => {
    const value = batch.value[row] ?? Number.NaN
    const quality = qualityName(batch.quality[row] ?? 0)
    return {
      tag: nameOf(batch.point[row] ?? -1),
      ts: batch.time[row] ?? 0,
      value: Number.isNaN(value) ? null : value,
      ...(quality !== 'good' && { quality }),
      ...(batch.historical?.[row] === 1 && { historical: true }),
    }
  })

const readStories = (text: string): Story[] => {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new StoryError(`not JSON: ${oneLine(error instanceof Error ? error.message : String(error))}`)
  }
  const stories = z.array(Story).safeParse(json)
  if (stories.success) return stories.data
  const [issue] = stories.error.issues
  throw new StoryError(`${placeOf(json, issue?.path ?? [])}: ${oneLine(issue?.message ?? 'wrong shape')}`)
}

/** `stories[3] "gap in seq" .messages[0].payload`: an index alone is hard to find in a long file. */
const placeOf = (json: unknown, path: readonly PropertyKey[]): string => {
  const [index, ...rest] = path
  if (typeof index !== 'number') return 'the file must be a list of stories'
  const story: unknown = Array.isArray(json) ? json[index] : undefined
  const name = typeof story === 'object' && story !== null && 'name' in story && typeof story.name === 'string' ? ` "${oneLine(story.name)}"` : ''
  return `story ${index + 1}${name}${rest.length === 0 ? '' : `, ${rest.map(String).join('.')}`}`
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300)
