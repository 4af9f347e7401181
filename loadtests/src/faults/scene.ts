import { setTimeout as pause } from 'node:timers/promises'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { fleetLedger } from '../fleet.ts'
import { registerFleet, untilIngest } from '../service-client.ts'
import type { Course, Published } from './course.ts'
import { FaultGateway } from './gateway.ts'

/** How often an enterprise sends. */
const INTERVAL_MS = 100
const GATEWAYS = 2
/** Enterprises that send all the time; a scene may have more. */
export const SENDERS = 8

export interface SceneOptions {
  seed: number
  /** Enterprises of the ledger beyond those that send all the time, for a fault that needs them. */
  others?: number
  /** Where the service keeps its data; made and removed with the scene when left out. */
  dataDir?: string
  environment?: Record<string, string>
}

/** Real Mosquitto, real service, and gateways that publish all the time until they are told to stop. */
export interface Scene {
  course: Course
  mosquitto: Mosquitto
  gateways: readonly FaultGateway[]
  service: () => ServiceProcess
  restartService: () => Promise<void>
  /** From 0 to 1, the same course in every run of the seed. */
  chance: () => number
  /** Everything the gateways published, and others told of with `note`. */
  published: () => Published[]
  note: (published: readonly Published[]) => void
  /** Stops publishing, and waits until every message is acknowledged. */
  finish: () => Promise<void>
  remove: () => Promise<void>
}

/** Written to disk each second: after kill -9 Mosquitto must know the service's session. */
const mosquittoSettings = ['autosave_interval 1']

export const openScene = async ({ seed, others = 0, dataDir, environment = {} }: SceneOptions): Promise<Scene> => {
  const course: Course = { seed, enterprises: SENDERS + others, points: 12 }
  const mosquitto = await makeMosquitto(mosquittoSettings)
  const ownDir = dataDir === undefined ? await makeDataDir() : undefined
  const path = dataDir ?? ownDir?.path ?? ''
  const startService = () => startServiceProcess(path, { HAZARD_MQTT_URL: mosquitto.url, ...environment })
  let service: ServiceProcess | undefined
  const close = async (): Promise<void> => {
    await service?.end('SIGKILL')
    await mosquitto.remove()
    await ownDir?.remove()
  }
  try {
    await mosquitto.start()
    service = await startService()
    await registerFleet(service.httpUrl, fleetLedger(course))
    await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
    // A broker that is killed before it wrote the session down knows nothing of us, and throws away what it acknowledges: no service can mend that.
    await mosquitto.untilKept('hazard/v1/+/readings')
  } catch (error) {
    await close()
    throw error
  }
  return playScene(course, mosquitto, service, startService, close)
}

const playScene = (course: Course, mosquitto: Mosquitto, first: ServiceProcess, startService: () => Promise<ServiceProcess>, close: () => Promise<void>): Scene => {
  let service = first
  const gateways = Array.from({ length: GATEWAYS }, (_, index) => new FaultGateway(mosquitto.port, `gateway-${index}`, course))
  for (const gateway of gateways) gateway.start()
  const stopPublishing = publishAllTheTime(gateways)
  let state = course.seed >>> 0
  const noted: Published[] = []
  return {
    course, mosquitto, gateways,
    service: () => service,
    restartService: async () => {
      await service.end('SIGKILL')
      service = await startService()
    },
    chance: () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    },
    published: () => [...gateways.flatMap(({ published }) => published), ...noted],
    note: (published) => { noted.push(...published) },
    finish: async () => {
      stopPublishing()
      while (gateways.some((gateway) => gateway.owed() > 0)) await pause(20)
      await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
    },
    remove: async () => {
      stopPublishing()
      for (const gateway of gateways) gateway.end()
      await service.end('SIGKILL')
      await close()
    },
  }
}

const publishAllTheTime = (gateways: readonly FaultGateway[]): (() => void) => {
  let step = 0
  let lastTs = 0
  const timer = setInterval(() => {
    // Two readings of a point never share their time, whatever the clock does.
    lastTs = Math.max(Date.now(), lastTs + 1)
    for (let enterprise = 0; enterprise < SENDERS; enterprise++) gateways[enterprise % gateways.length]?.publish({ enterprise, step, ts: lastTs })
    step++
  }, INTERVAL_MS)
  return () => { clearInterval(timer) }
}
