import type { AlarmState } from '@hazardwatch/shared/alarm'

/** What can happen to an alarm. Raise and clear come from its condition, the others from a person. */
export type LifecycleEvent = 'raise' | 'clear' | 'acknowledge' | 'reset'

export interface LifecyclePolicy {
  /** False: the alarm is taken as seen when it is raised. */
  ackRequired: boolean
  /** True: returned and acknowledged, it still waits for a reset. */
  latching: boolean
}

export type Refused = 'refused'

type Row = Record<LifecycleEvent, (policy: LifecyclePolicy) => AlarmState | Refused>

const refused = (): Refused => 'refused'
const raised = ({ ackRequired }: LifecyclePolicy): AlarmState => (ackRequired ? 'unacknowledged' : 'acknowledged')
const ended = ({ latching }: LifecyclePolicy): AlarmState => (latching ? 'latched' : 'normal')

/**
 * The alarm states of ISA-18.2 / IEC 62682 and every way between them. `refused` means that the event cannot happen there:
 * a command is answered with an error, a raise or clear that repeats what is already so changes nothing.
 */
const transitions: Record<AlarmState, Row> = {
  normal: { raise: raised, clear: refused, acknowledge: refused, reset: refused },
  unacknowledged: { raise: refused, clear: () => 'returned_unacknowledged', acknowledge: () => 'acknowledged', reset: refused },
  acknowledged: { raise: refused, clear: ended, acknowledge: refused, reset: refused },
  returned_unacknowledged: { raise: raised, clear: refused, acknowledge: ended, reset: refused },
  latched: { raise: raised, clear: refused, acknowledge: refused, reset: () => 'normal' },
}

/** @returns the state after the event, or `refused`. */
export const nextState = (state: AlarmState, event: LifecycleEvent, policy: LifecyclePolicy): AlarmState | Refused => transitions[state][event](policy)
