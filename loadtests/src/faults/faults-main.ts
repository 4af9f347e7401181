import { parseArgs } from 'node:util'
import { round } from '../bench-line.ts'
import { faultNames, faults, type FaultName } from './faults.ts'
import { isGood } from './reconcile.ts'

const usage = `npm run load -- faults [options]: real Mosquitto and real service, broken on purpose; afterwards everything published is compared with everything stored.
  --only NAME      one of ${faultNames.join(', ')}; without it all, some forty minutes
  --short          as the tests run it
  --seed N         the same course of values and pauses (drawn, and printed)
store-away and full-disk mount a small file system in memory: as root, or under unshare -rm.`

const isFault = (name: string | undefined): name is FaultName => name !== undefined && Object.hasOwn(faults, name)

/** @returns whether every fault was survived: nothing lost, nothing doubled, every alarm once. */
export const runFaults = async (args: string[]): Promise<boolean> => {
  const { values } = parseArgs({ args, options: { only: { type: 'string' }, short: { type: 'boolean', default: false }, seed: { type: 'string' }, help: { type: 'boolean', default: false } } })
  if (values.help || (values.only !== undefined && !isFault(values.only))) {
    process.stderr.write(`${usage}\n`)
    return values.help
  }
  let good = true
  for (const name of isFault(values.only) ? [values.only] : faultNames) {
    const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
    process.stderr.write(`${name}, seed ${seed} ...\n`)
    const started = performance.now()
    const outcome = await faults[name](values.short ? 'short' : 'full', seed)
    good &&= isGood(outcome)
    process.stdout.write(`${JSON.stringify({ fault: name, passed: isGood(outcome), seed, seconds: round((performance.now() - started) / 1000, 0), ...outcome })}\n`)
  }
  return good
}
