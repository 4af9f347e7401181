import { systemClock } from '@hazardwatch/shared/clock'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

const COUNT = 1_000

describe('two ingest processes that share the topics of Mosquitto', () => {
  let mosquitto: Mosquitto
  let folders: Awaited<ReturnType<typeof makeDataDir>>[]
  let services: ServiceProcess[]
  const start = systemClock() - 200_000
  const startService = (index: number): Promise<ServiceProcess> => startServiceProcess(folders[index]?.path ?? '', { HAZARD_MQTT_URL: mosquitto.url, HAZARD_MQTT_SHARE: 'flow' })

  beforeEach(async () => {
    mosquitto = await makeMosquitto()
    await mosquitto.start()
    folders = [await makeDataDir(), await makeDataDir()]
    services = [await startService(0), await startService(1)]
    for (const { httpUrl } of services) await registerLedger(httpUrl)
  })
  afterEach(async () => {
    for (const service of services) await service.end('SIGKILL')
    await mosquitto.remove()
    for (const folder of folders) await folder.remove()
  })
  const timesOf = async ({ httpUrl }: ServiceProcess): Promise<number[]> => {
    const { points } = await call(httpUrl, 'GET', `/api/v1/readings?point=FLOW/GD-07&from=${start}&to=${start + COUNT * 100}&maxPoints=100000`) as { points: [number, number][] }
    return points.map(([time]) => time)
  }
  const until = async (count: number): Promise<number[][]> => {
    for (;;) {
      const times = await Promise.all(services.map(timesOf))
      if (times.flat().length >= count) return times
    }
  }

  it.each([1, 2] as const)('everything at QoS %i arrives once over the two, also when one is killed and comes back', async (qos) => {
    const gateway = await connectAsync(mosquitto.url)
    const send = async (from: number, to: number): Promise<void> => {
      const numbers = Array.from({ length: to - from }, (_, index) => from + index)
      await Promise.all(numbers.map((number) => gateway.publishAsync('hazard/v1/FLOW/readings', JSON.stringify({ ts: start + number * 100, values: { 'GD-07': 1 } }), { qos })))
    }
    await send(0, COUNT / 2)
    const [first] = services
    await first?.end('SIGKILL')
    await send(COUNT / 2, COUNT)
    services = [await startService(0), ...services.slice(1)]
    const times = await until(COUNT)
    const sorted = times.flat().sort((a, b) => a - b)
    expect(sorted).toEqual(Array.from({ length: COUNT }, (_, number) => start + number * 100))
    for (const own of times) expect(own.length).toBeGreaterThan(0)
    await gateway.endAsync()
  })
})
