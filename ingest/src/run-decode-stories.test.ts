import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { StoryError } from '@hazardwatch/shared/story-error'
import { runDecodeStories, type ToldMessage } from './run-decode-stories.ts'

const file = readFileSync(new URL('../stories/messages.json', import.meta.url), 'utf8')
const stories = JSON.parse(file) as { name: string; format: string; messages: { expect: ToldMessage }[] }[]

describe('the stories of the wire formats', () => {
  const told = runDecodeStories(file)

  it.each(stories.map((story, index) => ({ title: `${story.format}: ${story.name}`, story, index })))('$title', ({ story, index }) => {
    expect(told[index]).toEqual({ name: story.name, messages: story.messages.map((message) => message.expect) })
  })

  it('start each with a session of its own', () => {
    const whole = JSON.parse(file) as unknown[]
    const twice = runDecodeStories(JSON.stringify([...whole, ...whole]))
    expect(twice).toEqual([...told, ...told])
  })
})

describe('a file that is not one of stories', () => {
  const story = { name: 'mine', format: 'dtu', at: 1, messages: [] }

  it.each<[name: string, text: string, message: RegExp]>([
    ['no JSON', '[{', /^not JSON: /],
    ['no list', '{}', /^the file must be a list of stories: /],
    ['a format that does not exist', JSON.stringify([story, { ...story, format: 'modbus' }]), /^story 2 "mine", format: .*"hj212"/],
    ['a message without a payload', JSON.stringify([{ ...story, messages: [{ topic: 'a' }] }]), /^story 1 "mine", messages\.0: give either payload or payloadBase64/],
    ['a payload that is no text', JSON.stringify([{ ...story, messages: [{ payload: {} }] }]), /^story 1 "mine", messages\.0\.payload: /],
    ['a name over several lines', JSON.stringify([{ ...story, name: 'a\nb', at: 'x' }]), /^story 1 "a b", at: /],
  ])('is refused in one line that says where: %s', (_, text, message) => {
    const run = () => runDecodeStories(text)
    expect(run).toThrow(StoryError)
    expect(run).toThrow(message)
    expect(run).not.toThrow(/\n/)
  })
})
