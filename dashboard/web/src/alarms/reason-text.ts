import { reasonIn } from '@hazardwatch/shared/service-reason'
import i18next from 'i18next'
import { formatMoment } from '../format/duration.ts'
import { withUnit } from '../format/number.ts'
import { gasName } from '../i18n/gas-name.ts'
import { spokenLanguage } from '../i18n/spoken.ts'

/** A recorded reason as it is shown: what the service gave as one in the language, the units and the time of the page, what a person wrote as it is. @param now epoch ms */
export const reasonText = (reason: string, now: number): string => reasonIn(spokenLanguage(), reason, (part) => partText(part, now))

const utcTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
/** Test gas, its concentration and the unit of the point. */
const testGas = /^(.+) (-?\d[\d.e+-]*) (\S+)$/

const partText = (part: string, now: number): string => {
  if (utcTime.test(part)) return formatMoment(Date.parse(part), now)
  const [, gas, concentration, unit] = testGas.exec(part) ?? []
  return gas === undefined || concentration === undefined || unit === undefined ? part : `${gasName(gas, i18next.t)} ${withUnit(concentration, unit)}`
}
