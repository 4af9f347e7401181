import { systemClock } from '@hazardwatch/shared/clock'
import type { Alarm, HidingState } from '@hazardwatch/shared/alarm'
import { isEvidence } from '@hazardwatch/shared/alarm-mark'
import { acknowledgeAlarm, assignAlarm, confirmAlarm, endHiding, markAlarm, resetAlarm, shelveAlarm, takeOutOfService, type Shelving } from '../api/calls.ts'
import { canCommand, type AlarmCommand } from '../alarms/alarm-commands.ts'
import { showAnswer, useFeedStore } from '../feed/feed-store.ts'
import { livenessAt } from '../feed/liveness.ts'
import { changeSettings, useSettings } from './settings.ts'
import { changeView, useView } from './view-store.ts'

/** Actions on an old picture could hit what has changed since. */
export const canAct = (): boolean => livenessAt(useFeedStore.getState().feed.heardAt, systemClock()) === 'live'

/** Runs a command under the operator's name, asking for it the first time. */
const withOperator = (act: (by: string) => void): void => {
  const { operator } = useSettings.getState()
  if (operator !== null) return act(operator)
  changeView({ dialog: 'operator', afterOperator: () => act(useSettings.getState().operator ?? '') })
}

/** Takes the name from the dialog and goes on with what waited for it. */
export const nameOperator = (operator: string): void => {
  changeSettings({ operator })
  const { afterOperator } = useView.getState()
  changeView({ dialog: null, afterOperator: null })
  afterOperator?.()
}

const setPending = (id: string, pending: boolean): void => {
  const next = new Set(useView.getState().pending)
  if (pending) next.add(id)
  else next.delete(id)
  changeView({ pending: next })
}

/** Sends a command about an occurrence once: a second click while it is on its way does nothing. */
const send = async (id: string, call: () => Promise<Alarm>): Promise<void> => {
  if (useView.getState().pending.has(id)) return
  setPending(id, true)
  try {
    const answer = await call()
    showAnswer(answer)
    changeView(({ past }) => ({ problem: null, past: past?.id === answer.id ? answer : past }))
  } catch (problem) {
    changeView({ problem })
  } finally {
    setPending(id, false)
  }
}

const findAlarm = (id: string): Alarm | undefined => {
  const { alarms, ended } = useFeedStore.getState().feed
  const { past } = useView.getState()
  return alarms.get(id) ?? ended.get(id) ?? (past?.id === id ? past : undefined)
}

/** Does to an occurrence what can be done to it now; what needs a reason asks for it first. */
export const command = (id: string, name: AlarmCommand): void => {
  const alarm = findAlarm(id)
  if (alarm === undefined || !canCommand(alarm, name) || !canAct()) return
  withOperator((by) => {
    switch (name) {
      case 'acknowledge':
        return void send(id, () => acknowledgeAlarm(id, by))
      case 'reset':
        return void send(id, () => resetAlarm(id, by))
      case 'confirm':
        return void send(id, () => confirmAlarm(id, by))
      case 'take':
        return void send(id, () => assignAlarm(id, by, by))
      case 'shelve':
      case 'outOfService':
        return changeView({ dialog: name, selection: { kind: 'alarm', id } })
      case 'bringBack':
        return bringBack(alarm, alarm.state === 'out_of_service' ? 'out_of_service' : 'shelved')
      default:
        return name satisfies never
    }
  })
}

/** The marks of an occurrence that are on their way: the next one waits for them. */
const marks = new Map<string, Promise<void>>()

/** Says whether an early warning was useful; said again, the last word counts, also when it comes before the answer to the one before. */
export const mark = (id: string, useful: boolean): void => {
  const alarm = findAlarm(id)
  if (alarm === undefined || !isEvidence(alarm.kind) || !canAct()) return
  withOperator((by) => {
    const sent = (marks.get(id) ?? Promise.resolve()).then(() => send(id, () => markAlarm(id, by, useful))).finally(() => {
      if (marks.get(id) === sent) marks.delete(id)
    })
    marks.set(id, sent)
  })
}

/** Acknowledges an occurrence that still waits for it. */
export const acknowledge = (id: string): void => command(id, 'acknowledge')

/** Shelves what the dialog was opened for. */
export const shelve = (id: string, shelving: Shelving): void => {
  changeView({ dialog: null })
  withOperator((by) => void send(id, () => shelveAlarm(id, by, shelving)))
}

/** Takes out of service what the dialog was opened for. */
export const outOfService = (id: string, reason: string): void => {
  changeView({ dialog: null })
  withOperator((by) => void send(id, () => takeOutOfService(id, by, reason)))
}

/** Ends what hides the alarm of a rule on a point. */
export const bringBack = (alarm: Pick<Alarm, 'rule' | 'point'>, state: HidingState): void => {
  if (!canAct()) return
  withOperator((by) => {
    endHiding(alarm, state, by).then(() => changeView({ problem: null }), (problem: unknown) => changeView({ problem }))
  })
}

/** Opens an occurrence of the past on the face plate. */
export const selectPast = (past: Alarm): void => changeView({ past, selection: { kind: 'alarm', id: past.id }, plateOpen: true, around: 'onset' })

/** Opens an alarm on the face plate. */
export const selectAlarm = (id: string, open = true): void =>
  changeView(({ plateOpen }) => ({ selection: { kind: 'alarm', id }, plateOpen: open || plateOpen, touchedAt: systemClock() }))

/** Chooses the row of a group, ENT/SOURCE. */
export const selectGroup = (key: string): void => changeView({ selection: { kind: 'group', key }, touchedAt: systemClock() })

/** Opens a group, or closes it: one whose alarm is chosen is open as well, so the choice goes to the group. */
export const toggleGroup = (key: string, open: boolean): void => {
  const expanded = new Set(useView.getState().expanded)
  if (open) expanded.add(key)
  else expanded.delete(key)
  changeView({ expanded })
  selectGroup(key)
}

/** Opens a point, ENT/TAG, on the face plate. */
export const selectPoint = (key: string): void => changeView({ selection: { kind: 'point', key }, plateOpen: true })

/** Runs `act` under the operator's name and gives its answer; undefined when it failed (shown) or nobody gave a name. */
export const underName = <Answer>(act: (by: string) => Promise<Answer>): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    withOperator((by) => {
      act(by).then(resolve, (problem: unknown) => {
        changeView({ problem })
        resolve(undefined)
      })
    })
    // Nobody answers the question: the text stays where it was written.
    const stop = useView.subscribe(({ dialog, afterOperator }) => {
      if (dialog === 'operator' || afterOperator !== null) return
      stop()
      if (useSettings.getState().operator === null) resolve(undefined)
    })
  })
