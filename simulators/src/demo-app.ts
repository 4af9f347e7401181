import type { Clock } from '@hazardwatch/shared/clock'
import type { Running } from '@hazardwatch/shared/node/lifecycle'
import type { Log } from '@hazardwatch/shared/node/log'
import type { DemoEnterprise } from './demo/demo-enterprise.ts'
import { createFeeds } from './demo/demo-feeds.ts'
import { demoProvince } from './demo/demo-province.ts'
import { connectPublisher, type DemoPublisher } from './demo/demo-publisher.ts'
import { registerDemo } from './demo/register-demo.ts'

export interface DemoOptions {
  /** Where the service answers HTTP, for example http://127.0.0.1:8080. */
  httpUrl: string
  /** Its broker, for example mqtt://127.0.0.1:1883. */
  mqttUrl: string
  /** Recorded time per real time of the methane replay: 60 plays an hour in a minute. The plant models run in real time. */
  speed: number
  /** The same seed gives the plants the same course of events. */
  seed: number
  clock: Clock
  log: Log
}

/** How often the feeds are asked: a reading is published at most this long after its time. */
const TICK_MS = 100
export const SPEED_RANGE = [0.1, 3600] as const

/**
 * Registers the demo province where it is missing and publishes its readings over MQTT until it is stopped.
 * @throws Error that says what to do, when the service or the broker cannot be reached or refuses; nothing is left running then.
 */
export const startDemo = async ({ httpUrl, mqttUrl, speed, seed, clock, log }: DemoOptions): Promise<Running> => {
  if (!(speed >= SPEED_RANGE[0] && speed <= SPEED_RANGE[1])) throw new Error(`speed is ${speed}; use a number from ${SPEED_RANGE[0]} to ${SPEED_RANGE[1]}`)
  const province = demoProvince(speed)
  const { added, otherPace } = await registerDemo(httpUrl, province)
  if (otherPace.length > 0) {
    log.warn({ points: otherPace }, 'points were registered for another replay speed: they may show as silent, and their delays do not fit; '
      + 'start with that speed again, or change their expectedIntervalS and the delays of their rules')
  }
  const publishers = await connectAll(mqttUrl, province, log)
  const feeds = createFeeds(speed, seed, clock())
  const tick = (): void => {
    const now = clock()
    for (const feed of feeds) {
      const messages = feed.due(now)
      if (messages.length > 0) publishers.get(feed.enterprise)?.publish(messages)
    }
  }
  tick()
  const timer = setInterval(tick, TICK_MS)
  log.info({ added, enterprises: province.length, speed, seed }, 'demo province is running')
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all([...publishers.values()].map((publisher) => publisher.stop()))
    },
  }
}

const connectAll = async (mqttUrl: string, province: readonly DemoEnterprise[], log: Log): Promise<Map<string, DemoPublisher>> => {
  const codes = province.map(({ enterprise }) => enterprise.code)
  const outcomes = await Promise.allSettled(codes.map((code) => connectPublisher(mqttUrl, code, log)))
  const publishers = new Map<string, DemoPublisher>()
  outcomes.forEach((outcome, at) => {
    const code = codes[at]
    if (outcome.status === 'fulfilled' && code !== undefined) publishers.set(code, outcome.value)
  })
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed === undefined) return publishers
  await Promise.all([...publishers.values()].map((publisher) => publisher.stop()))
  throw failed.reason
}
