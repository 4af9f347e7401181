import { describe, expect, it, vi } from 'vitest'
import type { Log } from '@hazardwatch/shared/node/log'
import type { TakeMessage } from './message-path.ts'
import type { Reply } from './decode/decode-target.ts'
import type { GatewayRoute } from './gateway-routes.ts'
import { createNameMap } from './map-names.ts'
import { createRefusals } from './refusals.ts'
import type { TakeEvent } from './receive-event.ts'
import { createReceiveMessage } from './receive-message.ts'

const payload = Uint8Array.of(1)

const route: GatewayRoute = { enterprise: 'E2', code: 'G', format: 'dtu', decode: () => undefined, names: createNameMap([]), clock: 'off' }

const start = (room?: Promise<void>, durable = Promise.resolve()) => {
  const take = vi.fn<TakeMessage>(() => ({ accepted: 1, refusals: createRefusals(), replies: [{ topic: 'a_reply', payload }], durable }))
  const error = vi.fn<Log['error']>()
  const answer = vi.fn<(reply: Reply) => void>()
  const takeEvent = vi.fn<TakeEvent>(() => ({ accepted: 1, refusals: createRefusals(), durable }))
  const gateways = { find: (topic: string) => (topic === 'plant/a' ? route : undefined) }
  return { take, error, answer, durable, takeEvent, receive: createReceiveMessage({ take, takeEvent, gateways, answer, spool: { room: () => room }, clock: () => 42, log: { error } }) }
}

describe('a message on a topic', () => {
  it.each(['hazard/v1/E1/rejections', 'hazard/v1/E1/warnings', 'hazard/v1//warnings', '$SYS/x'])('%s is refused: it is ours', (topic) => {
    const { take, receive } = start()
    expect(receive(topic, payload)).toEqual({ verdict: 'refuse', detail: `${topic} is published by the service only` })
    expect(take).not.toHaveBeenCalled()
  })

  it.each([
    'hazard/v1/E1/gossip', 'hazard/v1/readings', 'hazard/v1//readings', 'hazard/v1/E1/readings/x', 'hazard/v2/E1/readings', 'E1/rejections', '',
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

  it.each([['video', false], ['work', false], ['commitment', false], ['status', true]] as const)('of %s goes its own way; retained: %s', (kind, retain) => {
    const { take, takeEvent, receive, durable } = start(Promise.resolve())
    expect(receive(`hazard/v1/E1/${kind}`, payload)).toEqual({ verdict: 'take', durable, room: undefined, retain })
    expect(takeEvent).toHaveBeenCalledWith(kind, { topic: `hazard/v1/E1/${kind}`, enterprise: 'E1', payload, arrivedAt: 42 })
    expect(take).not.toHaveBeenCalled()
  })

  it('of status that was refused is not retained, and an empty one passes to take back what was', () => {
    const { takeEvent, receive } = start()
    takeEvent.mockImplementation(() => ({ accepted: 0, refusals: createRefusals(), durable: Promise.resolve() }))
    expect(receive('hazard/v1/E1/status', payload)).toMatchObject({ retain: false })
    expect(receive('hazard/v1/E1/status', new Uint8Array())).toEqual({ verdict: 'pass' })
  })

  it('of a gateway is taken in the name of its enterprise, with how to read it', () => {
    const { take, receive, durable } = start()
    expect(receive('plant/a', payload)).toEqual({ verdict: 'take', durable, room: undefined })
    expect(take).toHaveBeenCalledWith({ topic: 'plant/a', enterprise: 'E2', payload, arrivedAt: 42, gateway: route })
  })

  it('is answered when its readings are durable, and not before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { answer, receive } = start(undefined, promise)
    receive('plant/a', payload)
    await Promise.resolve()
    expect(answer).not.toHaveBeenCalled()
    resolve()
    await promise
    expect(answer.mock.calls.map(([reply]) => reply)).toEqual([{ topic: 'a_reply', payload }])
  })

  it('is not answered when its readings never become durable', async () => {
    const durable = Promise.reject(new Error('disk full'))
    const { answer, receive } = start(undefined, durable)
    receive('plant/a', payload)
    await durable.catch(() => undefined)
    expect(answer).not.toHaveBeenCalled()
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
