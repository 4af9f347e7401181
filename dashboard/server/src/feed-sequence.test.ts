import type { Alarm } from '@hazardwatch/shared/alarm'
import { isOpen } from '@hazardwatch/shared/alarm'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SLOW_BYTES } from './feed-client.ts'
import { FeedHub } from './feed-hub.ts'
import { alarm } from './testing/fixtures.ts'
import { createParts, START } from './testing/server-fixture.ts'
import { createTransportFake } from './testing/transport-fake.ts'

const owners = ['DEMO-NH3', 'HRB-1'] as const
const regionsOf: Record<string, readonly string[]> = { 'DEMO-NH3': ['100000', '220000', '220102'], 'HRB-1': ['100000', '230000', '230100'] }
const states = ['unacknowledged', 'acknowledged', 'normal'] as const
const allRegions = ['100000', '220000', '220102', '230000', '230100', '220200']
const points = ['DEMO-NH3/GD-07', 'HRB-1/P1'] as const

const step = fc.oneof(
  fc.record({ do: fc.constant('connect' as const) }),
  fc.record({ do: fc.constant('subscribe' as const), client: fc.nat(), region: fc.constantFrom(...allRegions), points: fc.subarray([...points]) }),
  fc.record({ do: fc.constant('malformed' as const), client: fc.nat() }),
  fc.record({ do: fc.constant('alarm' as const), number: fc.nat({ max: 3 }), owner: fc.constantFrom(...owners), state: fc.constantFrom(...states) }),
  fc.record({ do: fc.constant('reading' as const), point: fc.constantFrom(...points) }),
  fc.record({ do: fc.constant('slow' as const), client: fc.nat(), slow: fc.boolean() }),
  fc.record({ do: fc.constant('flush' as const) }),
  fc.record({ do: fc.constant('heartbeat' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What one client must have been told, by a model that knows nothing of the hub. */
interface Told {
  region: string
  points: readonly string[]
  versions: number[]
  readings: number
  transport: ReturnType<typeof createTransportFake>
  receive: (text: string) => void
}

const play = async (steps: readonly Step[]) => {
  const { parts, desk, ledger } = await createParts()
  desk.alarms.clear()
  const hub = new FeedHub(parts)
  const clients: Told[] = []
  let version = 0
  const connect = (): void => {
    const transport = createTransportFake()
    clients.push({ region: '100000', points: [], versions: [], readings: 0, transport, receive: hub.connect(transport).receive })
  }
  const act = (next: Step): void => {
    const client = 'client' in next ? clients[next.client % clients.length] : undefined
    switch (next.do) {
      case 'connect': return connect()
      case 'flush': return hub.flush()
      case 'heartbeat': return hub.heartbeat()
      case 'malformed': return client?.receive('{')
      case 'slow': if (client !== undefined) client.transport.buffered = next.slow ? SLOW_BYTES + 1 : 0
        return
      case 'subscribe':
        client?.receive(JSON.stringify({ type: 'subscribe', region: next.region, points: next.points }))
        if (client !== undefined) Object.assign(client, { region: next.region, points: next.points })
        return
      case 'alarm': {
        // The number belongs to one owner, and each change has a value of its own, so that it can be told from every other.
        const changed = alarm(next.number * 2 + owners.indexOf(next.owner), next.owner, { state: next.state, value: ++version })
        desk.alarms.set(changed.id, changed)
        hub.receiveChange({ type: 'alarm', alarm: changed })
        for (const one of clients) if (regionsOf[next.owner]?.includes(one.region) === true) one.versions.push(version)
        return
      }
      case 'reading': {
        const [owner = '', tag = ''] = next.point.split('/')
        hub.receiveReadings(batchOf(START, [{ point: ledger.point(owner, tag)?.number ?? -1, time: START + ++version, value: version }]))
        for (const one of clients) if (one.points.includes(next.point)) one.readings++
      }
    }
  }
  connect()
  for (const next of steps) act(next)
  for (const { transport } of clients) transport.buffered = 0
  hub.flush()
  return { clients, open: desk.desk.openAlarms() }
}

/** What a browser would show: the last snapshot with everything after it. */
const replay = (messages: readonly FeedMessage[]): Map<string, Alarm> => {
  let shown = new Map<string, Alarm>()
  for (const message of messages) {
    if (message.type === 'snapshot') shown = new Map(message.alarms.map((one) => [one.id, one]))
    if (message.type === 'alarm' && isOpen(message.alarm)) shown.set(message.alarm.id, message.alarm)
    if (message.type === 'alarm' && !isOpen(message.alarm)) shown.delete(message.alarm.id)
  }
  return shown
}

const delivered = (messages: readonly FeedMessage[]): number => messages.reduce((sum, message) =>
  sum + (message.type === 'readings' ? Object.values(message.readings).flat().length : 0) + (message.type === 'lagging' ? message.mergedReadings : 0), 0)

it('in any order of events: numbered without a gap, each alarm change once and in order, the picture right, each reading sent or counted', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
    const { clients, open } = await play(steps)
    for (const { transport: { sent }, region, versions, readings } of clients) {
      expect(sent.map(({ seq }) => seq)).toEqual(sent.map((_, index) => index + 1))
      expect(sent.flatMap((message) => (message.type === 'alarm' ? [message.alarm.value] : []))).toEqual(versions)
      const mine = open.filter(({ enterprise }) => regionsOf[enterprise]?.includes(region) === true)
      expect([...replay(sent).values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(mine.sort((a, b) => (a.id < b.id ? -1 : 1)))
      expect(delivered(sent)).toBe(readings)
    }
  }), { numRuns: 200 })
})
