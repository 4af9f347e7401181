import { benchDetection } from './detection.ts'
import { benchDetectionCost } from './detection-cost.ts'
import { benchHistory } from './history.ts'
import { benchDrain } from './ingest-drain.ts'
import { benchMetec } from './metec/bench-metec.ts'

/** Benchmarks by name: `npm run bench -- NAME`. Each prints one JSON object a line. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  detection: benchDetection,
  'detection-cost': benchDetectionCost,
  history: benchHistory,
  metec: benchMetec,
  ingest: async () => {
    await benchDrain({ bench: 'ingest-63', enterprises: 50, values: 63, messages: 120_000 })
    await benchDrain({ bench: 'ingest-1', enterprises: 50, values: 1, messages: 400_000 })
  },
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  process.stderr.write(`There is no benchmark "${name}"; choose one of: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 1
} else {
  await bench()
}
