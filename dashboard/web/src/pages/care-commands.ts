import { splitPointKey } from '@hazardwatch/shared/ids'
import type { Calibration } from '@hazardwatch/shared/instrument-care'
import { type NewTest, recordCalibration, startTest, stepTest, type TestStep } from '../api/care-calls.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { canAct, underName } from './commands.ts'
import { changeView, useView } from './view-store.ts'

/** The point on the face plate, ENT/TAG. */
const chosenPoint = (): string | undefined => {
  const { selection } = useView.getState()
  if (selection?.kind === 'point') return selection.key
  if (selection?.kind !== 'alarm') return undefined
  const { alarms, ended } = useFeedStore.getState().feed
  const alarm = alarms.get(selection.id) ?? ended.get(selection.id)
  return alarm === undefined ? undefined : `${alarm.enterprise}/${alarm.point}`
}

/** What is tested with gas: whatever measures a concentration. */
export const takesGas = (quantity: string | undefined): boolean => quantity === 'concentration'

/** Asks what a bump test or a calibration of the chosen instrument needs. */
export const openCare = (dialog: 'bump' | 'calibrate'): void => {
  const point = chosenPoint()
  if (point === undefined || !canAct()) return
  const known = useLedger.getState().points.get(point)
  if (known !== undefined && (dialog === 'calibrate' || takesGas(known.quantity))) changeView({ dialog })
}

const noted = (answer: unknown): void => {
  if (answer !== undefined) changeView(({ careChanged }) => ({ careChanged: careChanged + 1, problem: null }))
}

/** Begins a bump test of a point, ENT/TAG, under the operator's name. */
export const beginTest = (point: string, test: NewTest): void => {
  const parts = splitPointKey(point)
  changeView({ dialog: null })
  if (parts !== undefined) void underName((by) => startTest(parts.enterprise, parts.tag, by, test)).then(noted)
}

/** The gas is applied or taken away, or the test is given up. */
export const advanceTest = (id: string, step: TestStep): void => void underName(() => stepTest(id, step)).then(noted)

/** Records a calibration under the operator's name. @param known one is registered for the point already */
export const saveCalibration = (item: Omit<Calibration, 'by'>, known: boolean): void => {
  changeView({ dialog: null })
  void underName((by) => recordCalibration({ ...item, by }, known)).then(noted)
}
