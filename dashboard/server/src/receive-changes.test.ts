import { createLog } from '@hazardwatch/shared/node/log'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { expect, it, vi } from 'vitest'
import { FeedHub } from './feed-hub.ts'
import { receiveChanges } from './receive-changes.ts'
import { alarm, enterprise, point } from './testing/fixtures.ts'
import { createParts, START } from './testing/server-fixture.ts'
import { createTransportFake } from './testing/transport-fake.ts'

const setUp = async () => {
  const { parts, ledger } = await createParts()
  const hub = new FeedHub(parts)
  const changes = receiveChanges({ hub, ledger, log: parts.log })
  const transport = createTransportFake()
  const connection = hub.connect(transport)
  connection.receive('{"type":"subscribe","region":"220000","points":["DEMO-NH3/NEW"]}')
  transport.take()
  return { hub, ledger, changes, transport }
}

it('an enterprise that moves into the region brings its alarms with a new snapshot at the next flush', async () => {
  const { hub, ledger, transport } = await setUp()
  await ledger.replaceEnterprise(enterprise('HRB-1', '220202'))
  expect(transport.sent).toEqual([])
  hub.flush()
  expect(transport.take()).toMatchObject([{ type: 'snapshot', region: '220000', alarms: [{ enterprise: 'DEMO-NH3' }, { enterprise: 'HRB-1' }] }])
  hub.flush()
  expect(transport.sent).toEqual([])
})

it.each<[string, (ledger: Awaited<ReturnType<typeof setUp>>['ledger']) => Promise<void>, number]>([
  ['a new enterprise', (ledger) => ledger.createEnterprises([enterprise('NEW-1')]), 0],
  ['a new name', (ledger) => ledger.replaceEnterprise(enterprise('DEMO-NH3', '220102', { name: 'Other' })), 0],
  ['an enterprise that is retired', (ledger) => ledger.retireEnterprise('DEMO-NH3'), 1],
])('%s: new snapshots: %s', async (_name, change, snapshots) => {
  const { hub, ledger, transport } = await setUp()
  await change(ledger)
  hub.flush()
  expect(transport.sent.filter(({ type }) => type === 'snapshot')).toHaveLength(snapshots)
})

it('a point that is registered later is heard by those who asked for it before', async () => {
  const { hub, ledger, changes, transport } = await setUp()
  await ledger.createPoints([point('DEMO-NH3', 'NEW')])
  changes.receiveReadings(batchOf(START, [{ point: ledger.point('DEMO-NH3', 'NEW')?.number ?? -1, time: START, value: 3 }]))
  hub.flush()
  expect(transport.sent).toMatchObject([{ type: 'readings', readings: { 'DEMO-NH3/NEW': [[START, 3]] } }])
})

it('nothing that fails in the feed reaches the engine or the ingest, and after stop the ledger is no longer heard', async () => {
  const { ledger } = await createParts()
  const fail = vi.fn<() => void>(() => { throw new Error('feed is broken') })
  const changes = receiveChanges({ hub: { receiveReadings: fail, receiveChange: fail, receivePoint: fail, markStale: fail }, ledger, log: createLog('silent') })
  changes.receiveReadings(batchOf(START, []))
  changes.receiveChange({ type: 'alarm', alarm: alarm(1, 'DEMO-NH3') })
  await ledger.createPoints([point('DEMO-NH3', 'NEW')])
  expect(fail).toHaveBeenCalledTimes(3)
  changes.stop()
  await ledger.retireEnterprise('DEMO-NH3')
  expect(fail).toHaveBeenCalledTimes(3)
})
