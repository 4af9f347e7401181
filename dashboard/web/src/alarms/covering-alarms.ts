import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'

/** The engine names an alarm that covers its dependents so among the causes. */
const ALARM = 'alarm '

/** A gateway that covers the silences of its points is named by `ENT/CODE`. */
const GATEWAY = 'gateway '

interface Covering { rules: string[]; gateways: string[]; others: string[] }

/** What suppresses an alarm: the rules whose alarms cover it while they stand, the gateways through which it comes, and the reasons of everything else. */
export const coveringAlarms = ({ causes }: Pick<AlarmOverlay, 'causes'>): Covering => {
  const found: Covering = { rules: [], gateways: [], others: [] }
  for (const [cause, reason] of Object.entries(causes)) {
    if (cause.startsWith(ALARM)) found.rules.push(cause.slice(ALARM.length))
    else if (cause.startsWith(GATEWAY)) found.gateways.push(cause.slice(cause.indexOf('/') + 1))
    else found.others.push(reason)
  }
  return found
}
