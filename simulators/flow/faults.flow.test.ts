import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const program = join(import.meta.dirname, '../../loadtests/src/load/load-main.ts')

/** Each in its short form; `npm run load -- faults` is the long one. */
const faults = ['kill-service', 'kill-broker', 'store-away', 'influx-away', 'full-disk', 'clock-jumps', 'resend', 'crowd']

/** To mount a file system takes root, or a name space of one's own in which everybody is root. */
const asRoot = process.getuid?.() === 0 ? [] : ['unshare', '-rm']

const run = async (fault: string): Promise<{ told: Record<string, unknown>; errors: string }> => {
  const [command, ...args] = [...asRoot, process.execPath, program, 'faults', '--short', '--only', fault]
  const child = spawn(command ?? process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data: Buffer) => { output += data.toString() })
  child.stderr.on('data', (data: Buffer) => { errors += data.toString() })
  await once(child, 'close')
  return { told: JSON.parse(output.trim() === '' ? '{}' : output) as Record<string, unknown>, errors }
}

describe('with real processes, under load: no reading lost or doubled, every alarm once', () => {
  it.each(faults)('%s', async (fault) => {
    const { told, errors } = await run(fault)
    // Seed and examples stand in it: what is needed to see it again.
    expect({ ...told, errors }).toMatchObject({ fault, passed: true, lost: 0, doubled: 0, wrong: 0, alarmsMissing: 0, alarmsDoubled: 0, alarmsWrong: 0 })
    expect(told['readings']).toBeGreaterThan(1_000)
    expect(told['alarms']).toBeGreaterThan(10)
  }, 180_000)
})
