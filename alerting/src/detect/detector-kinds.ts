import { multivariateKind } from './multivariate/watch-source.ts'
import type { DetectorKind } from './streaming-detector.ts'
import { anomalyKind, changepointKind } from './watch-columns.ts'

/** Every kind of streaming detector by the name that the command takes. */
export const detectorKinds: Readonly<Record<string, DetectorKind>> = {
  anomaly: anomalyKind('full'),
  'anomaly-cheap': anomalyKind('cheap'),
  changepoint: changepointKind,
  multivariate: multivariateKind,
}
