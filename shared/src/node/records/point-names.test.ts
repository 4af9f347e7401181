import { afterEach, beforeEach, expect, it } from 'vitest'
import { EnterpriseCode, SourceCode, Tag, Adcode } from '../../ids.ts'
import { openLedger } from './ledger-records.ts'
import { createPointNames } from './point-names.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'

let temporary: TemporaryRecords
beforeEach(async () => { temporary = await openTemporaryRecords() })
afterEach(() => temporary.remove())

it('finds points by number, retired ones too, and leaves out numbers never given out', async () => {
  const ledger = await openLedger(temporary.records)
  const [enterprise, source, location] = [EnterpriseCode.parse('E1'), SourceCode.parse('S1'), { lon: 125, lat: 44 }]
  await ledger.createEnterprises([{ code: enterprise, name: '示例', region: Adcode.parse('220102'), industry: 'chemical', location }])
  await ledger.createSources([{ enterprise, code: source, name: '罐区', kind: 'tank_farm', location, inherentLevel: 'yellow' }])
  const common = { enterprise, source, name: '温度', quantity: 'temperature', unit: 'Cel', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null }
  await ledger.createPoints(['T1', 'T2'].map((tag) => ({ ...common, tag: Tag.parse(tag) })))
  const [first, second] = ['T1', 'T2'].map((tag) => ledger.point('E1', tag)?.number ?? 0)
  await ledger.retirePoint('E1', 'T2')
  const found = await createPointNames(temporary.records).find([first ?? 0, second ?? 0, 9_999])
  expect([...found]).toEqual([[first, { enterprise: 'E1', source: 'S1', tag: 'T1' }], [second, { enterprise: 'E1', source: 'S1', tag: 'T2' }]])
  expect(await createPointNames(temporary.records).find([])).toEqual(new Map())
})
