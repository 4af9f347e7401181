import { systemClock } from '@hazardwatch/shared/clock'
import { acknowledgeAlarm } from '../api/calls.ts'
import { awaitsAcknowledgement } from '../alarms/arrange-alarms.ts'
import { showAnswer, useFeedStore } from '../feed/feed-store.ts'
import { livenessAt } from '../feed/liveness.ts'
import { changeSettings, useSettings } from './settings.ts'
import { changeView, useView } from './view-store.ts'

/** Actions on an old picture could hit what has changed since. */
const canAct = (): boolean => livenessAt(useFeedStore.getState().feed.heardAt, systemClock()) === 'live'

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

const sendAcknowledgement = async (id: string, by: string): Promise<void> => {
  if (useView.getState().pending.has(id)) return
  setPending(id, true)
  try {
    showAnswer(await acknowledgeAlarm(id, by))
    changeView({ problem: null })
  } catch (problem) {
    changeView({ problem })
  } finally {
    setPending(id, false)
  }
}

/** Acknowledges an occurrence that still waits for it. */
export const acknowledge = (id: string): void => {
  const alarm = useFeedStore.getState().feed.alarms.get(id)
  if (alarm === undefined || !awaitsAcknowledgement(alarm) || !canAct()) return
  withOperator((by) => void sendAcknowledgement(id, by))
}

/** Opens an alarm on the face plate. */
export const selectAlarm = (id: string, open = true): void =>
  changeView(({ plateOpen }) => ({ selection: { kind: 'alarm', id }, plateOpen: open || plateOpen, touchedAt: systemClock() }))

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
