import { createLog } from '@hazardwatch/shared/node/log'
import { connectAsync } from 'mqtt'
import { expect, it, vi } from 'vitest'
import { createHostState } from './host-state.ts'
import { startBroker } from './start-broker.ts'

const AT = 1_795_402_800_000
const TOPIC = 'spBv1.0/STATE/plant'

it('the embedded broker tells Sparkplug nodes of the host as long as there are any, and lets nobody else speak for it', async () => {
  let now = AT
  const never = () => () => undefined
  const broker = await startBroker({ kind: 'embedded', host: '127.0.0.1', port: 0 }, {
    filters: ['spBv1.0/G/+/E/#'], receive: () => ({ verdict: 'pass' }), room: () => undefined, host: createHostState('plant'), clock: () => now++, log: createLog('silent'), chance: () => 0, after: never, every: never,
  })
  const heard: unknown[] = []
  const listen = async (): Promise<Awaited<ReturnType<typeof connectAsync>>> => {
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.address.port}`, { reconnectPeriod: 0 })
    client.on('error', () => undefined)
    client.on('message', (_, payload) => { heard.push(JSON.parse(payload.toString())) })
    await client.subscribeAsync(TOPIC)
    return client
  }
  const untilHeard = (...states: unknown[]): Promise<void> => vi.waitFor(() => { expect(heard).toEqual(states) })
  const node = await listen()
  await untilHeard({ online: true, timestamp: AT })
  broker.subscribe(['n/#'])
  await untilHeard({ online: true, timestamp: AT }, { online: false, timestamp: AT + 2 })
  broker.subscribe(['spBv1.0/#', 'n/#'])
  broker.subscribe(['spBv1.0/#'])
  await vi.waitFor(() => { expect(heard).toHaveLength(3) })
  const liar = await listen()
  const gone = new Promise((resolve) => { liar.once('close', () => { resolve(undefined) }) })
  liar.publish(TOPIC, '{"online":false,"timestamp":1}', { retain: true })
  await gone
  heard.length = 0
  const late = await listen()
  await untilHeard({ online: true, timestamp: AT + 3 })
  await broker.stop()
  expect(heard.slice(1).some((state) => (state as { online: boolean }).online)).toBe(false)
  for (const client of [node, liar, late]) client.end(true)
})
