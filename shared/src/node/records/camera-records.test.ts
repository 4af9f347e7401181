import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Camera } from '../../camera.ts'
import { Enterprise, Source } from '../../ledger.ts'
import type { Ledger, LedgerChange } from '../../ledger-port.ts'
import { openLedger } from './ledger-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'
import { saidInChinese } from '../../testing/said-in-chinese.ts'

const ID = '22010200001320000101'
const location = { lon: 122.8, lat: 45.3 }
const enterprise = (code: string) => Enterprise.parse({ code, name: '示例企业', region: '220881', industry: 'chemical', location })
const source = Source.parse({ enterprise: 'E1', code: 'S1', name: '机房', kind: 'machine_room', location, inherentLevel: 'yellow' })
const camera = (change = {}) => Camera.parse({ enterprise: 'E1', id: ID, name: '东', source: 'S1', expectedIntervalS: 60, location, ...change })

describe('cameras of the ledger', () => {
  let temporary: TemporaryRecords
  let ledger: Ledger
  let told: LedgerChange[]
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    ledger = await openLedger(temporary.records)
    await ledger.createEnterprises([enterprise('E1'), enterprise('E2')])
    await ledger.createSources([source])
    told = []
    ledger.onChange((change) => told.push(change))
  })
  afterEach(async () => { await temporary.remove() })
  const reopened = async (): Promise<Ledger> => openLedger(await temporary.reopen())

  it('are kept over a restart, as they were changed last', async () => {
    await ledger.createCameras([camera(), camera({ id: '22010200001320000102', nameEn: 'West', source: null, expectedIntervalS: null, location: null })])
    await ledger.replaceCamera(camera({ name: '西' }))
    const before = ledger.cameras()
    expect(before.map(({ name }) => name)).toEqual(['西', '东'])
    expect(told.map(({ type }) => type)).toEqual(['camera', 'camera', 'camera'])
    expect((await reopened()).cameras()).toEqual(before)
  })

  it.each<[name: string, item: Camera, code: string]>([
    ['twice', camera(), 'already_exists'],
    ['of two enterprises', camera({ enterprise: 'E2', source: null }), 'already_exists'],
    ['of nobody', camera({ enterprise: 'E9', id: '22010200001320000109' }), 'unknown_reference'],
    ['of no source', camera({ source: 'S9', id: '22010200001320000109' }), 'unknown_reference'],
  ])('are refused: %s', async (_, item, code) => {
    await ledger.createCameras([camera()])
    await expect(ledger.createCameras([item])).rejects.toMatchObject({ code, words: { zh: saidInChinese } })
    expect(ledger.cameras()).toEqual([camera()])
  })

  it.each<[name: string, retire: () => Promise<void>]>([
    ['themselves', () => ledger.retireCamera('E1', ID)],
    ['with the source they look at', () => ledger.retireSource('E1', 'S1')],
    ['with their enterprise', () => ledger.retireEnterprise('E1')],
  ])('are retired %s, and another enterprise may have the id then', async (_, retire) => {
    await ledger.createCameras([camera()])
    await retire()
    expect(told.find((change) => change.type === 'camera' && change.retired)).toBeDefined()
    await ledger.createCameras([camera({ enterprise: 'E2', source: null })])
    expect((await reopened()).cameras().map(({ enterprise: owner }) => owner)).toEqual(['E2'])
  })
})
