import { parseArgs } from 'node:util'
import { benchChance } from './incidents/bench-chance.ts'
import { benchIncidents } from './incidents/bench-incidents.ts'
import { benchMetec } from './metec/bench-metec.ts'
import { benchMadeUp, benchNab } from './nab/bench-nab.ts'
import { benchAblation } from './skab/bench-ablation.ts'
import { benchRigs, benchSkab } from './skab/bench-skab.ts'
import { benchTep } from './tep/bench-tep.ts'

const sampleOf = (name: string): URL => new URL(`../data/${name}/`, import.meta.url)

/**
 * Detectors against public benchmarks, by the command that anyone can run: `npm run bench -- detection` on what is in the repository;
 * `--nab DIR`, `--skab DIR`, `--tep DIR` on the whole sets in their published form, wherever they were put.
 */
export const benchDetection = async (): Promise<void> => {
  const text = { type: 'string' } as const
  const { values: { nab, skab, tep } } = parseArgs({ args: process.argv.slice(3), options: { nab: text, skab: text, tep: text } })
  if (nab !== undefined) await benchNab(nab, 'nab')
  if (skab !== undefined) await benchSkab(skab)
  if (tep !== undefined) await benchTep(tep, 'tep')
  if (nab !== undefined || skab !== undefined || tep !== undefined) return
  await benchNab(sampleOf('nab-sample'), 'nab-sample')
  await benchMadeUp()
  await benchTep(sampleOf('tep-sample'), 'tep-sample')
  await benchRigs()
  benchAblation()
  await benchMetec()
  await benchIncidents()
  benchChance()
}
