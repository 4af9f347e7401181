import { benchMetec } from './metec/bench-metec.ts'
import { benchNab } from './nab/bench-nab.ts'
import { benchTep } from './tep/bench-tep.ts'

/** Detectors against public benchmarks, by the command that anyone can run: `npm run bench -- detection`. */
export const benchDetection = async (): Promise<void> => {
  await benchNab()
  await benchTep()
  await benchMetec()
}
