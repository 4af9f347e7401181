import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openTemporaryRecords, type TemporaryRecords } from '@hazardwatch/shared/node/records/temporary-records'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEngine } from './engine-state.ts'
import { configureAll } from './follow-ledger.ts'

const location = { lon: 126, lat: 45 }

let temporary: TemporaryRecords
beforeEach(async () => { temporary = await openTemporaryRecords() })
afterEach(async () => { await temporary.remove() })

it('a start takes every rule that the ledger has, also one that outlived its enterprise: that may be registered again', async () => {
  const ledger = await openLedger(temporary.records)
  await ledger.createEnterprises(['E', 'F'].map((code) => Enterprise.parse({ code, name: code, region: '220881', industry: 'gas', location })))
  await ledger.createSources([Source.parse({ enterprise: 'F', code: 'S', name: 'S', kind: 'tank_farm', location, inherentLevel: 'blue' })])
  await ledger.createPoints(['A', 'B'].map((tag) => Point.parse({ enterprise: 'F', tag, source: 'S', name: tag, quantity: 'temperature', unit: 'Cel', rangeLow: null, rangeHigh: null, expectedIntervalS: 5, location: null })))
  await ledger.createGateways([GatewayProfile.parse({ enterprise: 'E', code: 'GW', format: 'native', topic: 'gw/e', map: [] })])
  await ledger.createRules([
    AlarmRule.parse({ id: 'lost', enterprise: 'E', point: 'GW', kind: 'gateway', priority: 'red' }),
    ...['A', 'B'].map((tag) => AlarmRule.parse({ id: `F/${tag}/H`, enterprise: 'F', point: tag, kind: 'H', limit: 1, priority: 'red' })),
    AlarmRule.parse({ id: 'many', enterprise: 'F', point: '{quantity=temperature}', kind: 'silence', afterS: 60, priority: 'red' }),
  ])
  await ledger.retireEnterprise('E')
  const reopened = await openLedger(await temporary.reopen())
  const engine = createEngine()
  configureAll(engine, reopened, 0)
  expect(reopened.rules().map(({ id }) => id).sort()).toEqual(['F/A/H', 'F/B/H', 'lost', 'many'])
  expect(reopened.rules().filter(({ id }) => !engine.book.rows.has(id) && !engine.selectors.rules.has(id))).toEqual([])
})
