import { describe, expect, it } from 'vitest'
import { createHostState, hasNodes } from './host-state.ts'

const AT = 1_795_402_800_000
const text = (payload: Uint8Array): unknown => JSON.parse(Buffer.from(payload).toString())

describe('the STATE of a Sparkplug host', () => {
  it('has a will and a birth of one timestamp', () => {
    const { topic, will, birth } = createHostState('plant').greet(AT)
    expect([topic, text(will), text(birth)]).toEqual(['spBv1.0/STATE/plant', { online: false, timestamp: AT }, { online: true, timestamp: AT }])
    expect(text(createHostState('plant').farewell(AT + 1))).toEqual({ online: false, timestamp: AT + 1 })
  })

  it.each([
    ['{"online":true,"timestamp":1}', false], ['{"online":false,"timestamp":1}', true], ['OFFLINE', true], ['', true], ['null', true], ['{"online":"true"}', true],
  ])('%s denies us: %s', (payload, denies) => { expect(createHostState('plant').deniesUs(Buffer.from(payload))).toBe(denies) })

  it.each([[['hazard/v1/+/readings'], false], [['n/#', 'spBv1.0/G/+/E/#'], true], [[], false]])('is told to who listens on %j: %s', (filters, told) => { expect(hasNodes(filters)).toBe(told) })
})
