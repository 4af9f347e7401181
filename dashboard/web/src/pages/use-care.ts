import type { BumpTest, CalibrationView } from '@hazardwatch/shared/instrument-care'
import { splitPointKey } from '@hazardwatch/shared/ids'
import { fetchCalibration, fetchLastTest } from '../api/care-calls.ts'
import { usePolled } from './use-polled.ts'
import { useView } from './view-store.ts'

/** A test is followed as it goes; nothing else of an instrument changes so fast. */
const EVERY_MS = 5_000

export interface Care {
  calibration: CalibrationView | undefined
  test: BumpTest | undefined
}

/** How the instrument of a point, ENT/TAG, is looked after; undefined until it is known. */
export const useCare = (point: string): Care | undefined => {
  const { enterprise = '', tag = point } = splitPointKey(point) ?? {}
  const changed = useView((view) => view.careChanged)
  const { answer } = usePolled(`care ${point} ${changed}`, async () => {
    const [calibration, test] = await Promise.all([fetchCalibration(enterprise, tag), fetchLastTest(enterprise, tag)])
    return { calibration, test }
  }, EVERY_MS)
  return answer?.value
}
