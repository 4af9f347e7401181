import { expect, it } from 'vitest'
import { createMetricTable, createRoom, defineMetric, giveRoom, takeRoom } from './metric-table.ts'

it('room is taken from the whole or not at all, and given back to it', () => {
  const whole = createRoom(5, null)
  const [one, other] = [createRoom(4, whole), createRoom(4, whole)]
  expect([takeRoom(one, 4), takeRoom(one, 1), takeRoom(other, 2), takeRoom(other, 1)]).toEqual([true, false, false, true])
  expect([whole.used, one.used, other.used]).toEqual([5, 4, 1])
  giveRoom(one, 4)
  expect([whole.used, one.used, takeRoom(other, 3)]).toEqual([1, 0, true])
})

it('a birth that gives one metric alias upon alias does not fill the memory', () => {
  const table = createMetricTable()
  for (let alias = 0; alias < 1_000; alias++) defineMetric(table, createRoom(10, null), '', 'm', 10, alias)
  expect(table.aliases.size).toBe(1)
  expect(table.partial).toBe(false)
})

it('says that it is partial when a metric found no room', () => {
  const table = createMetricTable()
  const room = createRoom(1, null)
  expect(defineMetric(table, room, 'D', 'a/b', 10, undefined)).toEqual({ tag: 'D/a/b', datatype: 10, control: false })
  expect([defineMetric(table, room, 'D', 'c', 10, 1), table.partial, table.aliases.size]).toEqual([undefined, true, 0])
})
