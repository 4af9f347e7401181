import { parseArgs } from 'node:util'
import { profileNames } from '../../k6/profiles.ts'
import { runFaults } from '../faults/faults-main.ts'
import { findK6 } from './find-k6.ts'
import { startTarget, useTarget } from './load-target.ts'
import { countOf, runK6 } from './run-k6.ts'

const scripts = ['http-ingest', 'mqtt-ingest', 'feed-clients']

const usage = `npm run load -- PROFILE [options]: k6 against the service, judged by loadtests/k6/limits.ts.
  PROFILE          ${profileNames.join(', ')}
  --only NAME      one of ${scripts.join(', ')}; without it all, one after the other
  --http URL       a service that runs already; without it a fresh one with Mosquitto is started, and what was sent is compared with what is stored
  --mqtt-ws URL    the WebSocket listener of its broker
  --register       first write the enterprises that the scripts speak for into its ledger
npm run load -- faults --help: what happens when things break.
Each script gives one JSON object a line. The exit code is 1 when a limit was crossed or a reading is missing.`

const say = (line: object): void => { process.stdout.write(`${JSON.stringify(line)}\n`) }

const run = async (): Promise<boolean> => {
  const { positionals: [profile = ''], values } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, http: { type: 'string' }, 'mqtt-ws': { type: 'string' }, register: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const wanted = scripts.filter((script) => values.only === undefined || values.only === script)
  if (values.help || !profileNames.includes(profile as never) || wanted.length === 0) {
    process.stderr.write(`${usage}\n`)
    return values.help
  }
  const k6 = findK6()
  const target = values.http === undefined ? await startTarget() : await useTarget(values.http, values['mqtt-ws'], values.register)
  let good = true
  let sent = 0
  for (const script of wanted) {
    const outcome = await runK6(k6, script, { ...target.environment, PROFILE: profile })
    good &&= outcome.passed
    sent += countOf(outcome, 'readings_sent')
    say({ load: script, profile, passed: outcome.passed, reason: outcome.reason, readings: countOf(outcome, 'readings_sent') })
  }
  const stored = await target.end()
  if (stored === undefined) return good
  // Sent: acknowledged to the sender. What was cut off in the midst of its acknowledgement may be stored as well.
  const lost = Math.max(0, sent - stored.distinct)
  const doubled = stored.rows - stored.distinct
  say({ load: 'reconciliation', profile, passed: lost === 0 && doubled === 0, acknowledged: sent, stored: stored.rows, lost, doubled })
  return good && lost === 0 && doubled === 0
}

try {
  const [first, ...rest] = process.argv.slice(2)
  process.exitCode = await (first === 'faults' ? runFaults(rest) : run()) ? 0 : 1
} catch (error) {
  process.stderr.write(`load: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
