import { nativeFilter } from '@hazardwatch/shared/topics'

/** Topics of which every process needs every message: who is online, and the sessions of Sparkplug, whose messages make sense only together and in order. */
const whole = (filter: string): boolean => filter === nativeFilter('status') || filter.startsWith('spBv1.0/')

/**
 * Filters as several ingest processes subscribe to them, so that the broker hands each message to one of them (`$share`, MQTT 5 and most 3.1.1 brokers).
 * @param group undefined = there is one process
 */
export const shareFilters = (group: string | undefined, filters: readonly string[]): string[] =>
  filters.map((filter) => (group === undefined || whole(filter) ? filter : `$share/${group}/${filter}`))

/** The group of this start, and of the one before it: the broker keeps the session between them. */
export interface ShareGroups {
  now: string | undefined
  before: string | undefined
}

/** What the session of the start before is subscribed to and must not be, or messages would come twice. */
export const staleFilters = ({ now, before }: ShareGroups, filters: readonly string[]): string[] => {
  const wanted = new Set(shareFilters(now, filters))
  return shareFilters(before, filters).filter((filter) => !wanted.has(filter))
}
