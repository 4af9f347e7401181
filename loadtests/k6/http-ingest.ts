import exec from 'k6/execution'
import http from 'k6/http'
import { Counter } from 'k6/metrics'
import { enterpriseCode, payloadOf } from '../src/fleet.ts'
import { limits } from './limits.ts'
import { highestOf, stagesOf } from './profiles.ts'
import { enterprises, httpUrl, params, points, profile, refusalOf, requireService } from './target.ts'

/** Gateways that post a message each: an open model, so that a slow service meets as much as a quick one. */
const AVERAGE_MESSAGES_A_SECOND = 148

const readingsSent = new Counter('readings_sent')
const refused = new Counter('messages_refused')

export const options = {
  scenarios: {
    gateways: {
      executor: 'ramping-arrival-rate', exec: 'post', startRate: 1, timeUnit: '1s',
      preAllocatedVUs: Math.max(20, Math.ceil(highestOf(profile, AVERAGE_MESSAGES_A_SECOND) / 2)), maxVUs: 2 * highestOf(profile, AVERAGE_MESSAGES_A_SECOND) + 50,
      stages: stagesOf(profile, AVERAGE_MESSAGES_A_SECOND),
    },
  },
  thresholds: limits['http-ingest'],
}

export const setup = requireService

/** A message of the enterprise whose turn it is. */
export const post = (): void => {
  const turn = exec.scenario.iterationInTest
  const payload = payloadOf(0, points, turn, Date.now())
  const response = http.post(`${httpUrl}/api/v1/readings?enterprise=${enterpriseCode(turn % enterprises)}`, payload, params)
  if (response.status === 202 && response.json('accepted') === points) readingsSent.add(points)
  else {
    refused.add(1)
    console.error(refusalOf(response))
  }
}
