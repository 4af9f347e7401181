import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openRecords } from '@hazardwatch/shared/node/records/open-records'

const POINTS = 440_000
const POINTS_AN_ENTERPRISE = 63
const POINTS_A_WRITE = 10_000
const place = { lon: 116.4, lat: 39.9 }

/** The country's 440,000 points with three limits each: written to the record store, then loaded by a process of its own, as at a start. */
export const benchAlarmsLoad = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-bench-'))
  try {
    const file = join(folder, 'records.sqlite')
    await write(file)
    const child = fork(join(import.meta.dirname, 'load-rules.ts'), [file, String(POINTS)], { stdio: 'inherit' })
    const [code] = await once(child, 'exit') as [number | null]
    if (code !== 0) throw new Error(`loading ended with ${code ?? 'a signal'}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const write = async (file: string): Promise<void> => {
  const records = await openRecords(file)
  const ledger = await openLedger(records)
  const enterprises = Array.from({ length: Math.ceil(POINTS / POINTS_AN_ENTERPRISE) }, (_, index) => `E${index}`)
  await ledger.createEnterprises(enterprises.map((code) => Enterprise.parse({ code, name: code, region: '220881', industry: 'chemical', location: place })))
  await ledger.createSources(enterprises.map((enterprise) => Source.parse({ enterprise, code: 'S', name: 'S', kind: 'tank_farm', location: place, inherentLevel: 'blue' })))
  for (let first = 0; first < POINTS; first += POINTS_A_WRITE) {
    const numbers = Array.from({ length: Math.min(POINTS_A_WRITE, POINTS - first) }, (_, index) => first + index)
    await ledger.createPoints(numbers.map(pointOf))
    await ledger.createRules(numbers.flatMap(rulesOf))
  }
  await records.destroy()
}

const where = (number: number): { enterprise: string; tag: string } => ({ enterprise: `E${Math.floor(number / POINTS_AN_ENTERPRISE)}`, tag: `TK${number}.temp` })

const pointOf = (number: number): Point => Point.parse({
  ...where(number), source: 'S', name: 'temperature', quantity: 'temperature', unit: 'Cel', rangeLow: -20, rangeHigh: 120, expectedIntervalS: 5, location: null,
})

const rulesOf = (number: number): AlarmRule[] => {
  const { enterprise, tag } = where(number)
  return ([['L', -5], ['H', 60], ['HH', 90]] as const)
    .map(([kind, limit]) => AlarmRule.parse({ id: `${enterprise}/${tag}/${kind}`, enterprise, point: tag, kind, limit, deadband: 1, priority: 'orange' }))
}
