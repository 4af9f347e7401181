import type { AlarmState, HidingState, UnderlyingState } from '@hazardwatch/shared/alarm'

/**
 * What can happen to an alarm: raise and clear come from its condition, acknowledge and reset from a person, reAlarm from its timer,
 * and reveal from the end of whatever hid it.
 */
export const lifecycleEvents = ['raise', 'clear', 'acknowledge', 'reset', 'reAlarm', 'reveal'] as const
export type LifecycleEvent = (typeof lifecycleEvents)[number]

export interface LifecyclePolicy {
  /** False: the alarm is taken as seen when it is raised. */
  ackRequired: boolean
  /** True: returned and acknowledged, it still waits for a reset. */
  latching: boolean
}

export type Refused = 'refused'
export type Outcome = UnderlyingState | Refused

type Cell = (policy: LifecyclePolicy) => Outcome

const refused: Cell = () => 'refused'
const raised: Cell = ({ ackRequired }) => (ackRequired ? 'unacknowledged' : 'acknowledged')
const ended: Cell = ({ latching }) => (latching ? 'latched' : 'normal')
const to = (state: UnderlyingState): Cell => () => state

/**
 * The alarm states of ISA-18.2 / IEC 62682 and every way between them. `refused` means that the event cannot happen there:
 * a command is answered with an error, a raise or clear that repeats what is already so changes nothing.
 */
const transitions: Record<UnderlyingState, Record<LifecycleEvent, Cell>> = {
  normal: {
    raise: raised, clear: refused, acknowledge: refused, reset: refused, reAlarm: refused, reveal: to('normal'),
  },
  unacknowledged: {
    raise: refused, clear: to('returned_unacknowledged'), acknowledge: to('acknowledged'), reset: refused, reAlarm: refused, reveal: to('unacknowledged'),
  },
  acknowledged: {
    raise: refused, clear: ended, acknowledge: refused, reset: refused, reAlarm: to('unacknowledged'), reveal: to('unacknowledged'),
  },
  returned_unacknowledged: {
    raise: raised, clear: refused, acknowledge: ended, reset: refused, reAlarm: refused, reveal: ended,
  },
  latched: {
    raise: raised, clear: refused, acknowledge: refused, reset: to('normal'), reAlarm: refused, reveal: ended,
  },
}

/** @returns the state after the event, or `refused`. */
export const nextState = (state: UnderlyingState, event: LifecycleEvent, policy: LifecyclePolicy): Outcome => transitions[state][event](policy)

/** What people can do to hide an alarm and to bring it back; `expire` is the end of a shelving's time. */
export const hidingEvents = ['shelve', 'unshelve', 'expire', 'outOfService', 'returnToService'] as const
export type HidingEvent = (typeof hidingEvents)[number]

/** Hidden by a person, or not. Suppression by design is apart: it comes and goes beneath. */
export type Held = 'none' | Exclude<HidingState, 'suppressed'>

/** An alarm in any state can be hidden, one that is hidden by a person only brought back. */
const hiding: Record<Held, Record<HidingEvent, Held | Refused>> = {
  none: { shelve: 'shelved', unshelve: 'refused', expire: 'refused', outOfService: 'out_of_service', returnToService: 'refused' },
  shelved: { shelve: 'refused', unshelve: 'none', expire: 'none', outOfService: 'refused', returnToService: 'refused' },
  out_of_service: { shelve: 'refused', unshelve: 'refused', expire: 'refused', outOfService: 'refused', returnToService: 'none' },
}

/** @returns how the alarm is held after the event, or `refused`. */
export const nextHeld = (held: Held, event: HidingEvent): Held | Refused => hiding[held][event]

/** @returns the state that is shown: what a person did hides what the design did, and either hides what lies underneath. */
export const shownState = (underlying: UnderlyingState, held: Held, suppressed: boolean): AlarmState => {
  if (held !== 'none') return held
  return suppressed ? 'suppressed' : underlying
}
