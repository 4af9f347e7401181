import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const folder = join(import.meta.dirname, '../../k6')

/** Exit code of k6 when a threshold was crossed. */
const CROSSED = 99

export interface K6Run {
  passed: boolean
  /** Why not, in one line. */
  reason: string | null
  /** Metrics of the run by name: count, p(95) … as k6 sums them up. */
  metrics: Record<string, Record<string, unknown>>
}

const Summary = z.object({ metrics: z.record(z.string(), z.record(z.string(), z.unknown())) })

/**
 * Runs a script of `loadtests/k6` and waits for its end. What k6 says goes to standard error, so that standard output stays for figures.
 * @param script name without `.ts`. @param environment what the script reads as __ENV
 */
export const runK6 = async (k6: string, script: string, environment: Record<string, string>): Promise<K6Run> => {
  const temporary = await mkdtemp(join(tmpdir(), 'hazardwatch-k6-'))
  try {
    const summary = join(temporary, 'summary.json')
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const args = ['run', '--quiet', '--no-usage-report', '--no-color', '--summary-trend-stats', 'min,med,p(95),p(99),max', '--summary-export', summary, ...variables, join(folder, `${script}.ts`)]
    const child = spawn(k6, args, { stdio: ['ignore', 2, 2] })
    const [code] = await once(child, 'exit') as [number | null]
    const text = await readFile(summary, 'utf8').catch(() => '{"metrics":{}}')
    const { metrics } = Summary.parse(JSON.parse(text))
    const reason = code === 0 ? null : code === CROSSED ? 'a limit of loadtests/k6/limits.ts was crossed' : `k6 ended with ${String(code)}`
    return { passed: code === 0, reason, metrics }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** @returns the count of a counter, 0 when nothing was counted. */
export const countOf = ({ metrics }: K6Run, name: string): number => Number(metrics[name]?.['count'] ?? 0)
