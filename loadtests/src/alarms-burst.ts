import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { enterpriseCode, fleetLedger, pointTag } from './fleet.ts'
import { publishAll } from './mqtt-publisher.ts'
import { cpuSeconds, peakMegabytes } from './process-usage.ts'
import { alarmCount, registerFleet } from './service-client.ts'

const ENTERPRISES = 100
const POINTS = 100
const ALARMS = ENTERPRISES * POINTS

/** All points of all enterprises over their limit at one time. */
function* burst(ts: number): Generator<readonly [string, string]> {
  const values = JSON.stringify(Object.fromEntries(Array.from({ length: POINTS }, (_, point) => [pointTag(point), 30])))
  for (let enterprise = 0; enterprise < ENTERPRISES; enterprise++) yield [`hazard/v1/${enterpriseCode(enterprise)}/readings`, `{"ts":${ts},"values":${values}}`]
}

/** A browser's end of the feed: counts the alarms it hears of. */
const listen = async (httpUrl: string) => {
  const socket = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/feed`)
  const heard = new Set<string>()
  let messages = 0
  const all = Promise.withResolvers<void>()
  await new Promise((resolve, reject) => {
    socket.addEventListener('message', resolve, { once: true })
    socket.addEventListener('error', reject)
  })
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; alarm?: { id: string } }
    if (message.type !== 'alarm' || message.alarm === undefined) return
    messages++
    heard.add(message.alarm.id)
    if (heard.size === ALARMS) all.resolve()
  })
  return { all: all.promise, messages: () => messages, close: () => { socket.close() } }
}

/** 10,000 alarms at one instant: from the first reading sent until each is raised, in the record store and on the feed. */
export const benchAlarmsBurst = async (): Promise<void> => {
  const dataDir = await makeDataDir()
  const service = await startServiceProcess(dataDir.path, { HAZARD_LOG_LEVEL: 'error' })
  const fleet = fleetLedger({ enterprises: ENTERPRISES, points: POINTS })
  await registerFleet(service.httpUrl, { ...fleet, rules: fleet.rules.filter(({ kind }) => kind === 'H') })
  const feed = await listen(service.httpUrl)
  const pid = service.child.pid ?? 0
  const cpuBefore = cpuSeconds(pid)
  const started = performance.now()
  await publishAll(Number(new URL(service.mqttUrl).port), 'burst', burst(Date.now()))
  const acknowledged = (performance.now() - started) / 1000
  await feed.all
  const seconds = (performance.now() - started) / 1000
  const cpu = cpuSeconds(pid) - cpuBefore
  const stored = await alarmCount(service.httpUrl)
  feed.close()
  const peak = peakMegabytes(pid)
  await service.end('SIGTERM')
  await dataDir.remove()
  printLine({
    bench: 'alarms-burst', value: round(seconds), unit: 's', alarms: ALARMS, stored, feedMessages: feed.messages(), doubled: feed.messages() - ALARMS,
    acknowledgedSeconds: round(acknowledged), cpuSeconds: round(cpu), peakMegabytes: peak,
  })
}
