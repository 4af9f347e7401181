import { describe, expect, it, vi } from 'vitest'
import type { Log } from '@hazardwatch/shared/node/log'
import type { TakeMessage } from './message-path.ts'
import { createRefusals } from './refusals.ts'
import { createReceiveMessage } from './receive-message.ts'

const payload = Uint8Array.of(1)

const start = (room?: Promise<void>) => {
  const durable = Promise.resolve()
  const take = vi.fn<TakeMessage>(() => ({ accepted: 1, refusals: createRefusals(), durable }))
  const error = vi.fn<Log['error']>()
  return { take, error, durable, receive: createReceiveMessage(take, { room: () => room }, () => 42, { error }) }
}

describe('a message on a topic', () => {
  it.each(['hazard/v1/E1/rejections', 'hazard/v1/E1/warnings', 'hazard/v1//warnings', '$SYS/x'])('%s is refused: it is ours', (topic) => {
    const { take, receive } = start()
    expect(receive(topic, payload)).toEqual({ verdict: 'refuse', detail: `${topic} is published by the service only` })
    expect(take).not.toHaveBeenCalled()
  })

  it.each([
    'hazard/v1/E1/status', 'hazard/v1/readings', 'hazard/v1//readings', 'hazard/v1/E1/readings/x', 'hazard/v2/E1/readings', 'E1/rejections', '',
  ])('"%s" is none of ours and passes', (topic) => {
    const { take, receive } = start()
    expect(receive(topic, payload)).toEqual({ verdict: 'pass' })
    expect(take).not.toHaveBeenCalled()
  })

  it('of readings is taken in the name of its enterprise, with its time of arrival', () => {
    const room = Promise.resolve()
    const { take, receive, durable } = start(room)
    expect(receive('hazard/v1/E1/readings', payload)).toEqual({ verdict: 'take', durable, room })
    expect(take).toHaveBeenCalledWith({ topic: 'hazard/v1/E1/readings', enterprise: 'E1', payload, arrivedAt: 42 })
  })

  it('that trips over a fault of ours is logged and acknowledged, so that it does not come back for ever', async () => {
    const { take, error, receive } = start()
    take.mockImplementation(() => { throw new Error('our fault') })
    const reception = receive('hazard/v1/E1/readings', payload)
    expect(reception).toMatchObject({ verdict: 'take', room: undefined })
    await (reception.verdict === 'take' ? reception.durable : Promise.reject(new Error('not taken')))
    expect(error).toHaveBeenCalledTimes(1)
  })
})
