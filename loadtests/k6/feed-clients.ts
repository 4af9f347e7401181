import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import { enterpriseCode, pointTag } from '../src/fleet.ts'
import { limits } from './limits.ts'
import { secondsOf, stagesOf } from './profiles.ts'
import { openSocket } from './socket.ts'
import { enterprises, feedUrl, headers, httpUrl, params, points, profile, refusalOf, requireService } from './target.ts'

/** Screens that watch, and one plant that goes above its limit and back, once a second. */
const AVERAGE_CLIENTS = 50
const SESSION_MS = 8_000
const ABOVE_H = 26
const NORMAL = 22
/** What a client looks at, beside all alarms. */
const WATCHED_POINTS = 20

const snapshotMs = new Trend('feed_snapshot_ms', true)
const alarmMs = new Trend('feed_alarm_ms', true)
const silenceMs = new Trend('feed_silence_ms', true)
const alarms = new Counter('feed_alarms')
const readings = new Counter('feed_readings')
const gaps = new Counter('feed_gaps')
const failures = new Counter('feed_failures')
const readingsSent = new Counter('readings_sent')
const refused = new Counter('messages_refused')

export const options = {
  scenarios: {
    screens: { executor: 'ramping-vus', exec: 'watch', startVUs: 1, stages: stagesOf(profile, AVERAGE_CLIENTS), gracefulRampDown: '15s', gracefulStop: '15s' },
    plant: { executor: 'constant-arrival-rate', exec: 'excursion', rate: 2, timeUnit: '1s', duration: `${secondsOf(profile)}s`, preAllocatedVUs: 4, maxVUs: 20 },
  },
  thresholds: limits['feed-clients'],
}

export const setup = requireService

interface FeedMessage {
  seq: number
  type: string
  alarm?: { onsetAt: string; state: string }
  readings?: Record<string, unknown[]>
}

/** One screen from its connection to its end. */
export const watch = (): void => {
  const startedAt = Date.now()
  const socket = openSocket(feedUrl, null, headers)
  const enterprise = enterpriseCode(exec.vu.idInTest % enterprises)
  const watched = [`${enterpriseCode(0)}/${pointTag(0)}`, ...Array.from({ length: Math.min(WATCHED_POINTS, points) }, (_, index) => `${enterprise}/${pointTag(index)}`)]
  let lastSeq = 0
  let heardAt = startedAt
  let seen = false

  const subscribe = (): void => { socket.send(JSON.stringify({ type: 'subscribe', points: watched })) }
  const count = (message: FeedMessage, now: number): void => {
    silenceMs.add(now - heardAt)
    heardAt = now
    // k6 reads from a socket before it counts it as open, and drops what comes in between (1.8: queueMessage in its websockets.go). As a page does over a gap, the screen subscribes again.
    if (lastSeq === 0 && message.seq > 1) subscribe()
    else if (message.seq !== lastSeq + 1) {
      gaps.add(1)
      console.error(`screen ${exec.vu.idInTest}: ${message.type} numbered ${message.seq} came after ${lastSeq}, ${now - startedAt} ms after the connection was asked for`)
    }
    lastSeq = message.seq
    if (message.type === 'snapshot' && !seen) {
      seen = true
      snapshotMs.add(now - startedAt)
      subscribe()
    }
    if (message.type === 'readings') readings.add(Object.values(message.readings ?? {}).reduce((sum, rows) => sum + rows.length, 0))
    if (message.type === 'alarm' && message.alarm?.state === 'unacknowledged') {
      alarms.add(1)
      alarmMs.add(now - Date.parse(message.alarm.onsetAt))
    }
  }
  socket.onmessage = ({ data }) => { count(JSON.parse(data as string) as FeedMessage, Date.now()) }
  socket.onerror = ({ error }) => {
    failures.add(1)
    console.error(`screen ${exec.vu.idInTest}: ${error}`)
  }
  socket.onopen = () => {
    setTimeout(() => {
      if (!seen) {
        failures.add(1)
        console.error(`screen ${exec.vu.idInTest}: no snapshot within ${SESSION_MS} ms of the opening, the last message is numbered ${lastSeq}`)
      }
      silenceMs.add(Date.now() - heardAt)
      socket.close()
    }, SESSION_MS)
  }
}

/** Above the limit and back, by turns: each time above is an alarm of its own. */
export const excursion = (): void => {
  const value = exec.scenario.iterationInTest % 2 === 0 ? ABOVE_H : NORMAL
  const response = http.post(`${httpUrl}/api/v1/readings?enterprise=${enterpriseCode(0)}`, JSON.stringify({ ts: Date.now(), values: { [pointTag(0)]: value } }), params)
  if (response.status === 202) { readingsSent.add(1); return }
  refused.add(1)
  console.error(refusalOf(response))
}
