/** What a birth said of one metric. */
export interface MetricDefinition {
  /** `metric` of a node, `device/metric` of a device. */
  tag: string
  datatype: number
  /** bdSeq and commands: part of the protocol, not readings. */
  control: boolean
}

/** The metrics of a node or of one device, as its last birth defined them. Aliases are looked up in their own device's birth only. */
export interface MetricTable {
  names: Map<string, MetricDefinition>
  /** Null where one birth gave an alias to two metrics: taking either could be the wrong one. */
  aliases: Map<number | bigint, MetricDefinition | null>
  /** Something of the birth had no room, so an unknown alias is no reason to ask for the same birth again. */
  partial: boolean
}

export const createMetricTable = (): MetricTable => ({ names: new Map(), aliases: new Map(), partial: false })

/** A bound within a bound: what one node may keep, and all of them together. */
export interface Room {
  used: number
  max: number
  within: Room | null
}

export const createRoom = (max: number, within: Room | null): Room => ({ used: 0, max, within })

/** @returns false when this room or one around it is full; then nothing is taken. */
export const takeRoom = (room: Room, count: number): boolean => {
  if (room.used + count > room.max || (room.within !== null && !takeRoom(room.within, count))) return false
  room.used += count
  return true
}

export const giveRoom = (room: Room, count: number): void => {
  room.used -= count
  if (room.within !== null) giveRoom(room.within, count)
}

/** What a device's table takes: itself and its metrics. There are never more aliases than metrics. */
export const roomOf = (table: MetricTable): number => 1 + table.names.size

const isControl = (name: string): boolean => name === 'bdSeq' || name.startsWith('Node Control/') || name.startsWith('Device Control/')

/** A metric's definition outside any birth, for data that name a metric which no birth declared. */
export const undeclared = (device: string, name: string): MetricDefinition => ({
  tag: device === '' ? name : `${device}/${name}`, datatype: 0, control: isControl(name),
})

/** Enters one metric of a birth. @returns undefined when there is no room for it. */
export const defineMetric = (
  table: MetricTable, room: Room, device: string, name: string, datatype: number, alias: number | bigint | undefined,
): MetricDefinition | undefined => {
  let definition = table.names.get(name)
  if (definition === undefined) {
    if (!takeRoom(room, 1)) {
      table.partial = true
      return undefined
    }
    definition = undeclared(device, name)
    table.names.set(name, definition)
  }
  // A metric may stand in a birth several times, with older values; only one of these need have a datatype.
  definition.datatype = datatype || definition.datatype
  if (alias !== undefined && (table.aliases.size < table.names.size || table.aliases.has(alias))) {
    const holder = table.aliases.get(alias)
    table.aliases.set(alias, holder === undefined || holder === definition ? definition : null)
  }
  return definition
}
