import type { HidingState } from '@hazardwatch/shared/alarm'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { TFunction } from 'i18next'
import { coveringAlarms } from './covering-alarms.ts'

/** Identities that the engine gives to two causes: a person said that the design suppresses the alarm, and a bump test runs. */
const BY_HAND = 'by hand'
const BUMP_TEST = 'bump-test'

/** How an alarm is hidden: what another alarm or a gateway covers is called so, beside what the process suppresses by design. */
export type HidingWay = HidingState | 'covered'

export const hidingWay = (overlay: Pick<AlarmOverlay, 'state' | 'causes'>): HidingWay => {
  const { rules, gateways } = coveringAlarms(overlay)
  return rules.length + gateways.length > 0 ? 'covered' : overlay.state
}

export const hidingWord = (way: HidingWay, t: TFunction): string => (way === 'covered' ? t('hiding.covered') : t(`state.${way}`))

/** How an alarm comes back: somebody brings it back, with the end of a bump test, or when its causes let go. */
export type HidingEnd = 'byHand' | 'withTest' | 'byItself'

export const hidingEnd = ({ state, causes }: Pick<AlarmOverlay, 'state' | 'causes'>): HidingEnd => {
  if (state !== 'suppressed' || causes[BY_HAND] !== undefined) return 'byHand'
  return causes[BUMP_TEST] === undefined ? 'byItself' : 'withTest'
}

/** How many alarms of a point, ENT/TAG, are hidden, and in which ways. One that is hidden in two ways counts once. */
export const hiddenOfPoint = (overlays: Iterable<AlarmOverlay>, point: string): { count: number; ways: HidingWay[] } => {
  const own = [...overlays].filter((overlay) => `${overlay.enterprise}/${overlay.point}` === point)
  return { count: new Set(own.map(({ rule }) => rule)).size, ways: [...new Set(own.map(hidingWay))] }
}
