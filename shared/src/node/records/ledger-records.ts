import { setImmediate as breathe } from 'node:timers/promises'
import type { AlarmRule } from '../../alarm-rule.ts'
import { systemClock, type Clock } from '../../clock.ts'
import { pointKey } from '../../ids.ts'
import type { Enterprise, Point, Source } from '../../ledger.ts'
import type { Ledger, LedgerChange, RuleFilter } from '../../ledger-port.ts'
import { serviceReason } from '../../service-reason.ts'
import { camerasOf, cameraReads, cameraWrites, loadCameras, retireCameras } from './camera-records.ts'
import { gatewayReads, gatewayWrites, loadGateways, retireGateways } from './gateway-records.ts'
import { checkNew, checkPoint, checkPointUnits, checkSource, found } from './ledger-checks.ts'
import { createLedgerPicture, dropCamera, dropEnterprise, dropGateway, dropPoint, dropSource, pointNamed, pointOfKey, pointsOf, putEnterprise, putPoint, putSource, type LedgerPicture } from './ledger-picture.ts'
import { enterpriseOf, pointOf, ruleOf, sourceOf } from './ledger-rows.ts'
import { checkLearntUnits } from './learnt-units.ts'
import type { Records } from './open-records.ts'
import { putEnterpriseRows, putPointRows, putSourceRows } from './put-ledger-rows.ts'
import { ruleWrites } from './rule-records.ts'
import { checkTagsAgainstSelectors, rulesOnMany } from './selector-checks.ts'
import { retirePoints, retireRules, retireSources } from './retire-ledger-rows.ts'

/** The ledger in the record store; see the port for what each method promises. */
export const openLedger = async (records: Records, clock: Clock = systemClock): Promise<Ledger> => {
  const picture = await loadPicture(records)
  const listeners = new Set<(change: LedgerChange) => void>()
  const announce = async (changes: readonly LedgerChange[]): Promise<void> => {
    let since = performance.now()
    for (const change of changes) {
      for (const listener of listeners) listener(change)
      if (performance.now() - since < TURN_MS) continue
      await breathe()
      since = performance.now()
    }
  }
  let queue: Promise<unknown> = Promise.resolve()

  /** Writes go one after another, so that each is checked against the ledger that it will change. */
  const write = (work: () => Promise<LedgerChange[]>): Promise<void> => {
    const done = queue.then(work).then(announce)
    queue = done.catch(() => undefined)
    return done
  }
  return {
    ...reads(picture),
    ...gatewayReads(picture),
    ...cameraReads(picture),
    ...enterpriseWrites(records, picture, write, clock),
    ...sourceWrites(records, picture, write, clock),
    ...pointWrites(records, picture, write, clock),
    ...ruleWrites(records, picture, write, clock),
    ...gatewayWrites(records, picture, write),
    ...cameraWrites(records, picture, write),
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}

/** A plant of thousands of points comes in one request, and one rule may be on all of them: alarms must not wait for all of it to be heard of. */
const TURN_MS = 10

export type Write = (work: () => Promise<LedgerChange[]>) => Promise<void>

const loadPicture = async (records: Records): Promise<LedgerPicture> => {
  const picture = createLedgerPicture()
  for (const row of await records.selectFrom('enterprise').selectAll().where('retired', '=', 0).execute()) putEnterprise(picture, enterpriseOf(row))
  for (const row of await records.selectFrom('source').selectAll().where('retired', '=', 0).execute()) putSource(picture, sourceOf(row))
  await loadPoints(records, picture)
  await loadRules(records, picture)
  await loadGateways(records, picture)
  await loadCameras(records, picture)
  return picture
}

/** A country has more than a million rules: they and the points are read in pages, so that the rows are gone before they grow old; points share their texts. */
const ROWS_A_PAGE = 2_000

const loadPoints = async (records: Records, picture: LedgerPicture): Promise<void> => {
  const texts = new Map<string, string>()
  const shared = <Text extends string>(text: Text): Text => {
    const known = texts.get(text)
    if (known === undefined) texts.set(text, text)
    return (known as Text | undefined) ?? text
  }
  for (let last = Number.NEGATIVE_INFINITY; ;) {
    const page = records.selectFrom('point').selectAll().where('retired', '=', 0)
    const rows = await (Number.isFinite(last) ? page.where('number', '>', last) : page).orderBy('number').limit(ROWS_A_PAGE).execute()
    for (const row of rows) {
      const point = pointOf(row)
      const { enterprise, source, name, quantity, unit } = point
      Object.assign(point, { enterprise: shared(enterprise), source: shared(source), name: shared(name), quantity: shared(quantity), unit: shared(unit) })
      putPoint(picture, point)
    }
    if (rows.length < ROWS_A_PAGE) return
    last = rows.at(-1)?.number ?? last
  }
}

const loadRules = async (records: Records, picture: LedgerPicture): Promise<void> => {
  const { count } = await records.selectFrom('rule').select(({ fn }) => fn.countAll<number>().as('count')).where('retired', '=', 0).executeTakeFirstOrThrow()
  picture.rules.reserve(count)
  for (let last = ''; ;) {
    const rows = await records.selectFrom('rule').selectAll().where('retired', '=', 0).where('id', '>', last).orderBy('id').limit(ROWS_A_PAGE).execute()
    for (const row of rows) picture.rules.add(ruleOf(row))
    if (rows.length < ROWS_A_PAGE) return
    last = rows.at(-1)?.id ?? last
  }
}

const reads = (picture: LedgerPicture) => ({
  enterprises: () => [...picture.enterprises.values()],
  enterprise: (code: string) => picture.enterprises.get(code),
  sources: () => [...picture.sources.values()],
  source: (enterprise: string, code: string) => picture.sources.get(pointKey(enterprise, code)),
  points: (enterprise?: string) => (enterprise === undefined ? picture.points.values() : pointsOf(picture, enterprise)),
  point: (enterprise: string, tag: string) => pointNamed(picture, enterprise, tag),
  pointByNumber: (number: number) => picture.points.get(number),
  tagNumbers: (enterprise: string) => picture.tagNumbers.get(enterprise),
  rules: (of?: RuleFilter) => picture.rules.of(of),
  rule: (id: string) => picture.rules.get(id),
  eachRule: (take: (rule: AlarmRule) => void) => { picture.rules.each(take) },
  ruleCount: () => picture.rules.size,
})

const enterpriseWrites = (records: Records, picture: LedgerPicture, write: Write, clock: Clock) => ({
  createEnterprises: (items: readonly Enterprise[]) => write(async () => {
    checkNew('enterprise', items.map((item) => item.code), (key) => picture.enterprises.has(key))
    await putEnterpriseRows(records, items)
    for (const item of items) putEnterprise(picture, item)
    return items.map((enterprise) => ({ type: 'enterprise', enterprise, retired: false }))
  }),
  replaceEnterprise: (item: Enterprise) => write(async () => {
    found('enterprise', item.code, picture.enterprises.get(item.code))
    await putEnterpriseRows(records, [item])
    putEnterprise(picture, item)
    return [{ type: 'enterprise', enterprise: item, retired: false }]
  }),
  retireEnterprise: (code: string) => write(async () => {
    const enterprise = found('enterprise', code, picture.enterprises.get(code))
    const sources = [...picture.sources.values()].filter((source) => source.enterprise === code)
    const gateways = [...picture.gateways.values()].filter((gateway) => gateway.enterprise === code)
    const below = await records.transaction().execute(async (transaction) => {
      await transaction.updateTable('enterprise').set({ retired: 1 }).where('code', '=', code).execute()
      // Those on one point go with it.
      const rules = await retireRules(transaction, rulesOnMany(picture, code), { by: null, reason: serviceReason('enterpriseRetired', code) }, clock())
      const cameras = await retireCameras(transaction, camerasOf(picture, code))
      return [...rules, ...cameras, ...await retireGateways(transaction, gateways), ...await retireSources(transaction, picture, sources, clock())]
    })
    forget(picture, below)
    dropEnterprise(picture, code)
    await breathe()
    return [...below, { type: 'enterprise', enterprise, retired: true }]
  }),
})

const sourceWrites = (records: Records, picture: LedgerPicture, write: Write, clock: Clock) => ({
  createSources: (items: readonly Source[]) => write(async () => {
    checkNew('source', items.map((item) => pointKey(item.enterprise, item.code)), (key) => picture.sources.has(key))
    for (const item of items) checkSource(picture, item)
    await putSourceRows(records, items)
    for (const item of items) putSource(picture, item)
    return items.map((source) => ({ type: 'source', source, retired: false }))
  }),
  replaceSource: (item: Source) => write(async () => {
    found('source', pointKey(item.enterprise, item.code), picture.sources.get(pointKey(item.enterprise, item.code)))
    await putSourceRows(records, [item])
    putSource(picture, item)
    return [{ type: 'source', source: item, retired: false }]
  }),
  retireSource: (enterprise: string, code: string) => write(async () => {
    const source = found('source', pointKey(enterprise, code), picture.sources.get(pointKey(enterprise, code)))
    const changes = await records.transaction().execute(async (transaction) => [
      ...await retireCameras(transaction, camerasOf(picture, enterprise, code)), ...await retireSources(transaction, picture, [source], clock()),
    ])
    forget(picture, changes)
    return changes
  }),
})

const pointWrites = (records: Records, picture: LedgerPicture, write: Write, clock: Clock) => ({
  createPoints: (items: readonly Point[]) => write(async () => {
    checkNew('point', items.map((item) => pointKey(item.enterprise, item.tag)), (key) => pointOfKey(picture, key) !== undefined)
    for (const item of items) checkPoint(picture, item)
    checkTagsAgainstSelectors(picture, items)
    checkPointUnits(picture, items)
    checkLearntUnits(picture, items)
    await breathe()
    const numbered = await putPointRows(records, items)
    for (const point of numbered) putPoint(picture, point)
    await breathe()
    return numbered.map((point) => ({ type: 'point', point, retired: false }))
  }),
  replacePoint: (item: Point) => write(async () => {
    found('point', pointKey(item.enterprise, item.tag), pointNamed(picture, item.enterprise, item.tag))
    checkPoint(picture, item)
    checkPointUnits(picture, [item])
    checkLearntUnits(picture, [item])
    const numbered = await putPointRows(records, [item])
    for (const point of numbered) putPoint(picture, point)
    return numbered.map((point) => ({ type: 'point', point, retired: false }))
  }),
  retirePoint: (enterprise: string, tag: string) => write(async () => {
    const point = found('point', pointKey(enterprise, tag), pointNamed(picture, enterprise, tag))
    const changes = await records.transaction().execute((transaction) => retirePoints(transaction, picture, [point], clock()))
    forget(picture, changes)
    return changes
  }),
})

const forget = (picture: LedgerPicture, changes: readonly LedgerChange[]): void => {
  for (const change of changes) {
    if (change.type === 'camera') dropCamera(picture, change.camera)
    if (change.type === 'gateway') dropGateway(picture, change.gateway)
    if (change.type === 'rule') picture.rules.delete(change.rule.id)
    if (change.type === 'point') dropPoint(picture, change.point)
    if (change.type === 'source') dropSource(picture, change.source)
  }
}
