import { addReading } from '@hazardwatch/shared/reading-batch'
import type { Words } from '@hazardwatch/shared/words'
import { refuse, valueFault } from '../refusals.ts'
import { READINGS_MAX, type DecodeTarget } from './decode-target.ts'
import { TOO_MANY_READINGS } from './refusal-words.ts'
import { noteUnknown } from './unknown-names.ts'

/** @returns a finite number; true and false are 1 and 0. Undefined = no value can be read. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'boolean' ? Number(value) : undefined
}

/** Longer figures are no measurement; it also bounds what a hostile text can cost. */
const FIGURE_MAX_CHARS = 64

/** Plain decimals, with a sign and an exponent if need be. Number() alone would also read "", "0x1F" and "Infinity". */
const figure = /^[ \t]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/

/** @returns the finite number that a text reads as, or undefined. */
export const numberOfText = (text: string): number | undefined => {
  if (text.length > FIGURE_MAX_CHARS || !figure.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** As {@link numberOf}, and text that reads as a number is one. */
export const numberOrTextOf = (value: unknown): number | undefined => (typeof value === 'string' ? numberOfText(value) : numberOf(value))

/**
 * Adds a reading under the name that its format gives it. `value` null = no value, undefined = it could not be read.
 * @returns false when it was not added; {@link refuseReading} then says why. Two steps, so that the place is not put into words for good readings.
 */
export const takeReading = (into: DecodeTarget, tag: string, time: number, value: number | null | undefined, quality: number): boolean => {
  const point = into.tags.get(tag)
  if (point === undefined) noteUnknown(into.unknown, tag, value, time)
  if (point === undefined || value === undefined || into.batch.count >= READINGS_MAX) return false
  addReading(into.batch, point, time, value, quality)
  return true
}

/** Refuses what {@link takeReading} did not take. `value` is what the sender sent. */
export const refuseReading = (into: DecodeTarget, tag: string, value: unknown, where: () => string, remedy: Words): void => {
  const { batch, tags, refusals } = into
  if (tags.get(tag) === undefined) return refuse(refusals, 'unknown_point', () => ({ where: where(), tag, detail: NAME_UNREGISTERED }))
  if (batch.count >= READINGS_MAX) return refuse(refusals, 'too_large', () => ({ where: where(), tag, detail: TOO_MANY_READINGS }))
  refuse(refusals, 'wrong_value', () => ({ where: where(), tag, detail: valueFault(value, { en: 'is not a value', zh: '不是有效的值' }, remedy) }))
}

const NAME_UNREGISTERED: Words = {
  en: 'this tag is not registered: register the point, or map the name in the gateway profile', zh: '位号未登记；请登记测点，或在网关配置中映射该名称',
}

/** Remedy of the formats that carry numbers as JSON numbers. */
export const NUMBER_REMEDY: Words = { en: 'send a finite number, true or false', zh: '请发送有限数值、true 或 false' }

/** Remedy of the formats that also carry numbers as text. */
export const FIGURE_REMEDY: Words = { en: 'send a finite number, a text that reads as one, true or false', zh: '请发送有限数值、可读作数值的文本、true 或 false' }
