import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ingestHealth, untilIngest } from './service-client.ts'

export interface LiveLoad {
  port: number
  enterprises: number
  /** In a message. */
  values: number
  messagesPerS: number
  seconds: number
}

export interface LiveRun {
  messages: number
  /** Of the whole load: more than was asked for when the publisher could not keep up. */
  publishSeconds: number
  /** Published and not yet stored, as time at the rate: half of the looks, and the longest. */
  lagMs: { p50: number; max: number }
  /** At the moment when the publisher had ended. */
  lastLagMs: number
  publisherCpuSeconds: number
}

interface Told { published: number; acknowledged: number; seconds: number; cpuSeconds: number; done: boolean }

/** Publishes at a rate while the service stores, looks at both ten times a second, and waits until all is stored. */
export const runLive = async (httpUrl: string, load: LiveLoad): Promise<LiveRun> => {
  const { stored: before } = await ingestHealth(httpUrl)
  const { port, enterprises, values, messagesPerS, seconds } = load
  const args = [port, enterprises, values, messagesPerS, seconds].map(String)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'publish-live.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lags: number[] = []
  let last: Told = { published: 0, acknowledged: 0, seconds: 0, cpuSeconds: 0, done: false }
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line) as Told
    const { stored } = await ingestHealth(httpUrl)
    lags.push((last.published - (stored - before) / values) / messagesPerS * 1_000)
  }
  await ended
  if (!last.done) throw new Error('the publisher ended before it had published everything')
  await untilIngest(httpUrl, ({ stored }) => stored - before >= last.published * values)
  const sorted = lags.map((lag) => Math.max(0, lag)).sort((a, b) => a - b)
  return {
    messages: last.published, publishSeconds: last.seconds, publisherCpuSeconds: last.cpuSeconds,
    lagMs: { p50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0), max: Math.round(sorted.at(-1) ?? 0) }, lastLagMs: Math.max(0, Math.round(lags.at(-1) ?? 0)),
  }
}
