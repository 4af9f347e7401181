import { readFileSync } from 'node:fs'
import { evidenceKinds } from '@hazardwatch/shared/alarm-mark'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openTemporaryRecords } from '@hazardwatch/shared/node/records/temporary-records'
import { expect, it } from 'vitest'
import { demoProvince } from './demo-province.ts'

const guides = ['early-warning.md', 'early-warning.zh-CN.md'].map((name) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8'))
const examplesOf = (guide: string): string[] => [...guide.matchAll(/^```json\n(.*?)\n```$/gms)].map(([, text]) => text!)
const kindsOf = (guide: string): string[] => [...guide.matchAll(/^\| [^|]+ \| `(\w+)` \|/gm)].map(([, kind]) => kind!)

it('shows the same rules in both languages, and the demo takes each of them', async () => {
  const [english, chinese] = guides.map(examplesOf)
  expect(chinese).toEqual(english)
  const temporary = await openTemporaryRecords()
  const ledger = await openLedger(temporary.records)
  for (const { enterprise, sources, points } of demoProvince(60)) {
    await ledger.createEnterprises([enterprise])
    await ledger.createSources(sources)
    await ledger.createPoints(points)
  }
  const rules = english!.map((text, index) => AlarmRule.parse({ id: `example ${index}`, ...JSON.parse(text) as object }))
  await ledger.createRules(rules)
  expect(ledger.rules()).toHaveLength(rules.length)
  expect(rules.length).toBeGreaterThan(5)
  await temporary.remove()
})

it.each(guides)('says of every kind of early warning what it is for (%#)', (guide) => {
  expect(kindsOf(guide).toSorted()).toEqual(evidenceKinds.toSorted())
})

it('has the same parts in both languages', () => {
  const [english, chinese] = guides.map((guide) => ['#', '|', '```', '* ', '1. '].map((mark) => guide.split('\n').filter((line) => line.startsWith(mark)).length))
  expect(chinese).toEqual(english)
})
