import { BumpTest, Calibration, CalibrationView } from '@hazardwatch/shared/instrument-care'
import { pageOf } from '@hazardwatch/shared/list-page'
import { post, request } from './client.ts'

const query = encodeURIComponent

/** The calibration of a point; undefined = none is registered. */
export const fetchCalibration = async (enterprise: string, tag: string): Promise<CalibrationView | undefined> =>
  (await request(pageOf(CalibrationView), `calibrations?enterprise=${query(enterprise)}&tag=${query(tag)}`)).items[0]

/** The newest bump test of a point; undefined = there was none. */
export const fetchLastTest = async (enterprise: string, tag: string): Promise<BumpTest | undefined> =>
  (await request(pageOf(BumpTest), `bump-tests?enterprise=${query(enterprise)}&tag=${query(tag)}&limit=1`)).items[0]

export interface NewTest {
  gas: string
  concentration: number
  maxS: number
}
export const startTest = (enterprise: string, tag: string, by: string, test: NewTest): Promise<BumpTest> => post(BumpTest, 'bump-tests', { enterprise, tag, by, ...test })

export type TestStep = 'apply' | 'end' | 'cancel'
export const stepTest = (id: string, step: TestStep): Promise<BumpTest> => post(BumpTest, `bump-tests/${query(id)}/${step}`, {})

/** Records a calibration that was done now. */
export const recordCalibration = (item: Calibration, known: boolean): Promise<unknown> => {
  const init = { method: known ? 'PUT' : 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(Calibration.parse(item)) }
  return known ? request(CalibrationView, `calibrations/${query(item.enterprise)}/${query(item.tag)}`, init) : post(pageOf(CalibrationView).pick({ items: true }), 'calibrations', item)
}
