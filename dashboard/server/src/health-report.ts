import { z } from 'zod'

export const HealthReport = z.object({
  status: z.enum(['ok', 'degraded']),
  degraded: z.array(z.string()).describe('Names of the parts that are not well'),
  parts: z.record(z.string(), z.unknown()).describe('Figures of each part'),
})
export type HealthReport = z.infer<typeof HealthReport>

/** An engine that is further behind than this is late with alarms. */
export const MAX_ENGINE_LAG_MS = 5_000

/** @returns the state of the whole: degraded as soon as one part says so of itself, or the engine falls behind. */
export const healthReport = (parts: Record<string, unknown>, engineLagMs: number): HealthReport => {
  const unwell = Object.entries(parts).filter(([, part]) => saysUnwell(part)).map(([name]) => name)
  const degraded = engineLagMs > MAX_ENGINE_LAG_MS && !unwell.includes('engine') ? [...unwell, 'engine'] : unwell
  return { status: degraded.length === 0 ? 'ok' : 'degraded', degraded, parts }
}

const saysUnwell = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && (('ok' in part && part.ok === false) || ('status' in part && part.status === 'degraded'))
