import type { Insertable, Selectable, Transaction } from 'kysely'
import { HazardError } from '../../error-codes.ts'
import { GatewayProfile } from '../../gateway-profile.ts'
import { pointKey } from '../../ids.ts'
import type { Ledger, LedgerChange } from '../../ledger-port.ts'
import { createTopicTree } from '../../topic-tree.ts'
import { chunks } from './chunks.ts'
import { checkEnterpriseExists, checkGatewayUnits, checkNew, found } from './ledger-checks.ts'
import { dropGateway, putGateway, type LedgerPicture } from './ledger-picture.ts'
import type { Records } from './open-records.ts'
import type { GatewayTable, Tables } from './tables.ts'

const keyOf = ({ enterprise, code }: GatewayProfile): string => pointKey(enterprise, code)

const rowOf = ({ enterprise, code, format, topic, mn, map, clockCorrection }: GatewayProfile): Insertable<GatewayTable> => ({
  enterprise, code, format, topic: topic ?? null, mn: mn ?? null, map: JSON.stringify(map), clock_correction: String(clockCorrection), retired: 0,
})

const correctionOf = (text: string | null): unknown => (text === null || Number.isNaN(Number(text)) ? text ?? 'off' : Number(text))

const gatewayOf = ({ enterprise, code, format, topic, mn, map, clock_correction: clock }: Selectable<GatewayTable>): GatewayProfile => GatewayProfile.parse({
  enterprise, code, format, ...(topic !== null && { topic }), ...(mn !== null && { mn }), map: JSON.parse(map) as unknown, clockCorrection: correctionOf(clock),
})

export const loadGateways = async (records: Records, picture: LedgerPicture): Promise<void> => {
  for (const row of await records.selectFrom('gateway').selectAll().where('retired', '=', 0).execute()) putGateway(picture, gatewayOf(row))
}

const putGatewayRows = (records: Records, items: readonly GatewayProfile[]): Promise<void> => records.transaction().execute(async (transaction) => {
  for (const part of chunks(items)) {
    await transaction.insertInto('gateway').values(part.map(rowOf))
      .onConflict((conflict) => conflict.columns(['enterprise', 'code']).doUpdateSet((row) => ({
        format: row.ref('excluded.format'), topic: row.ref('excluded.topic'), mn: row.ref('excluded.mn'), map: row.ref('excluded.map'),
        clock_correction: row.ref('excluded.clock_correction'), retired: row.ref('excluded.retired'),
      }))).execute()
  }
})

export const retireGateways = async (transaction: Transaction<Tables>, gateways: readonly GatewayProfile[]): Promise<LedgerChange[]> => {
  for (const { enterprise, code } of gateways) {
    await transaction.updateTable('gateway').set({ retired: 1 }).where('enterprise', '=', enterprise).where('code', '=', code).execute()
  }
  return gateways.map((gateway) => ({ type: 'gateway', gateway, retired: true }))
}

/** A topic or a number must name one gateway: a message that could be of two would be booked to the wrong enterprise. */
const checkGateways = (picture: LedgerPicture, items: readonly GatewayProfile[]): void => {
  const topics = createTopicTree<GatewayProfile>()
  const numbers = new Map<string, GatewayProfile>()
  for (const item of items) {
    checkEnterpriseExists(picture, item.enterprise)
    checkGatewayUnits(picture, item)
    const { topic, mn } = item
    if (topic !== undefined) {
      const taken = picture.gatewayTopics.find(topic, (other) => keyOf(other) !== keyOf(item)) ?? topics.find(topic)
      if (taken !== undefined) {
        throw new HazardError('already_exists', {
          en: `gateway ${keyOf(item)}: topic ${topic} overlaps ${taken.topic ?? ''} of gateway ${keyOf(taken)}; choose topics that no message matches both of`,
          zh: `网关 ${keyOf(item)}：主题 ${topic} 与网关 ${keyOf(taken)} 的 ${taken.topic ?? ''} 重叠；改用不会匹配到同一报文的主题`,
        })
      }
      topics.set(topic, item)
    }
    if (mn === undefined) continue
    const held = picture.gatewaysByMn.get(mn)
    const taken = held !== undefined && keyOf(held) !== keyOf(item) ? held : numbers.get(mn)
    if (taken !== undefined) {
      throw new HazardError('already_exists', {
        en: `gateway ${keyOf(item)}: mn ${mn} is that of gateway ${keyOf(taken)}; a device number names one box`,
        zh: `网关 ${keyOf(item)}：mn ${mn} 已属于网关 ${keyOf(taken)}；一个设备编号只对应一台设备`,
      })
    }
    numbers.set(mn, item)
  }
}

export const gatewayReads = (picture: LedgerPicture): Pick<Ledger, 'gateways' | 'gateway'> => ({
  gateways: () => [...picture.gateways.values()],
  gateway: (enterprise, code) => picture.gateways.get(pointKey(enterprise, code)),
})

export const gatewayWrites = (
  records: Records, picture: LedgerPicture, write: (work: () => Promise<LedgerChange[]>) => Promise<void>,
): Pick<Ledger, 'createGateways' | 'replaceGateway' | 'retireGateway'> => ({
  createGateways: (items) => write(async () => {
    checkNew('gateway', items.map(keyOf), (key) => picture.gateways.has(key))
    checkGateways(picture, items)
    await putGatewayRows(records, items)
    for (const item of items) putGateway(picture, item)
    return items.map((gateway) => ({ type: 'gateway', gateway, retired: false }))
  }),
  replaceGateway: (item) => write(async () => {
    const before = found('gateway', keyOf(item), picture.gateways.get(keyOf(item)))
    checkGateways(picture, [item])
    await putGatewayRows(records, [item])
    dropGateway(picture, before)
    putGateway(picture, item)
    return [{ type: 'gateway', gateway: item, retired: false }]
  }),
  retireGateway: (enterprise, code) => write(async () => {
    const gateway = found('gateway', pointKey(enterprise, code), picture.gateways.get(pointKey(enterprise, code)))
    const changes = await records.transaction().execute((transaction) => retireGateways(transaction, [gateway]))
    dropGateway(picture, gateway)
    return changes
  }),
})
