import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { makeInflux } from '@hazardwatch/shared/node/processes/influx-process'
import { callService, ingestHealth, untilIngest } from '../service-client.ts'
import { withFullDisk, withStoreAway } from './full-disk.ts'
import { FaultGateway } from './gateway.ts'
import { reconcile, type Outcome } from './reconcile.ts'
import { openScene, SENDERS, type Scene, type SceneOptions } from './scene.ts'

/** How much of a fault: the numbers, or as much as a test can wait for. */
export type Size = 'short' | 'full'
type Fault = (size: Size, seed: number) => Promise<Outcome>

/** Between 0.3 and 2.3 seconds of load. */
const someLoad = (scene: Scene): Promise<void> => pause(300 + scene.chance() * 2_000)

const inScene = async (options: SceneOptions, fault: (scene: Scene) => Promise<void>): Promise<Outcome> => {
  const scene = await openScene(options)
  try {
    await someLoad(scene)
    await fault(scene)
    await someLoad(scene)
    await scene.finish()
    return await reconcile(scene.service().httpUrl, scene.course, scene.published())
  } finally {
    await scene.remove()
  }
}

/** Waits until what is published now is stored. */
const untilFresh = async (scene: Scene): Promise<void> => {
  for (;;) {
    const from = Date.now() - 2_000
    const { points } = await callService(scene.service().httpUrl, 'GET', `/api/v1/readings?point=E0000/P000&from=${from}&to=${from + 10_000}`) as { points: unknown[] }
    if (points.length > 0) return
    await pause(100)
  }
}

/** Enterprises that send nothing but this, and how many messages of each: some megabytes of spool, more than the store takes at once. */
const POURERS = 8
const POURED = 1_250

/** A gateway comes back with the last two minutes in its buffer. */
const pourOut = async (scene: Scene): Promise<void> => {
  const gateway = new FaultGateway(scene.mosquitto.port, 'pourer', scene.course)
  const start = Date.now() - POURED * 100
  for (let step = 0; step < POURED; step++) for (let index = 0; index < POURERS; index++) gateway.publish({ enterprise: SENDERS + index, step, ts: start + step * 100 })
  gateway.start()
  while (gateway.owed() > 0) await pause(20)
  scene.note(gateway.published)
  gateway.end()
}

/** The store was away for so long that what is live had to pass the backlog. Waits until both are in. */
const untilCaughtUp = async (scene: Scene): Promise<void> => {
  await untilFresh(scene)
  await untilIngest(scene.service().httpUrl, ({ storeFailing, storeBacklogs, storeBacklogRecords }) => !storeFailing && storeBacklogs > 0 && storeBacklogRecords === 0)
}

/** kill -9 of the service at random moments, the broker alive. */
const killService: Fault = (size, seed) => inScene({ seed }, async (scene) => {
  for (let round = 0; round < (size === 'full' ? 20 : 3); round++) {
    // A machine that takes long to start it must not let readings grow old in between: late ones are another matter.
    if (round % 4 === 3) await untilFresh(scene)
    await someLoad(scene)
    await scene.restartService()
  }
})

/** kill -9 of Mosquitto, which keeps its sessions on disk. */
const killBroker: Fault = (size, seed) => inScene({ seed }, async (scene) => {
  for (let round = 0; round < (size === 'full' ? 20 : 3); round++) {
    await someLoad(scene)
    await scene.mosquitto.kill('SIGKILL')
    await pause(scene.chance() * 1_000)
    await scene.mosquitto.start()
    await untilIngest(scene.service().httpUrl, ({ brokerConnected }) => brokerConnected)
  }
})

/** The wall clock of the service is set forward and back, by less than what makes a reading late or lets it lie in the future. */
const jumpClock: Fault = async (size, seed) => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-clock-'))
  const file = join(folder, 'offset')
  const url = pathToFileURL(join(import.meta.dirname, 'jump-clock.ts'))
  url.searchParams.set('file', file)
  try {
    return await inScene({ seed, environment: { NODE_OPTIONS: `--import ${url.href}` } }, async (scene) => {
      for (let round = 0; round < (size === 'full' ? 20 : 4); round++) {
        await someLoad(scene)
        await writeFile(file, String(Math.round((scene.chance() * 2 - 1) * 240_000)))
        scene.service().child.kill('SIGUSR2')
      }
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A gateway that comes back and sends everything of the last ten minutes once more, most of it judged and stored long ago. */
const resend: Fault = (size, seed) => inScene({ seed }, async (scene) => {
  const since = Date.now()
  await pause(size === 'full' ? 600_000 : 8_000)
  for (const gateway of scene.gateways) {
    gateway.cut()
    gateway.resend(since)
  }
})

/** Gateways that all come at the same moment, as after a power cut of a province, each with what it has kept. */
const crowd: Fault = (size, seed) => {
  const others = size === 'full' ? 1_000 : 200
  return inScene({ seed, others }, async (scene) => {
    const start = Date.now()
    const gateways = Array.from({ length: others }, (_, index) => {
      const gateway = new FaultGateway(scene.mosquitto.port, `crowd-${index}`, scene.course)
      for (let step = 0; step < 20; step++) gateway.publish({ enterprise: SENDERS + index, step, ts: start + step })
      return gateway
    })
    for (const gateway of gateways) gateway.start()
    while (gateways.some((gateway) => gateway.owed() > 0)) await pause(20)
    for (const gateway of gateways) {
      scene.note(gateway.published)
      gateway.end()
    }
  })
}

/** The store cannot write for two minutes; spool and alarm records can. */
const storeAway: Fault = (size, seed) => withStoreAway((dataDir, away, back) => inScene({ seed, dataDir, others: POURERS }, async (scene) => {
  await away()
  await untilIngest(scene.service().httpUrl, ({ storeFailing }) => storeFailing)
  await pourOut(scene)
  await pause(size === 'full' ? 120_000 : 12_000)
  const { accepted, stored } = await ingestHealth(scene.service().httpUrl)
  if (stored >= accepted) throw new Error('the store was not away')
  await back()
  await untilCaughtUp(scene)
}))

/** InfluxDB is the store: it is killed, and it hangs, while gateways go on; two minutes in all. */
const influxAway: Fault = async (size, seed) => {
  const influx = await makeInflux('v2')
  try {
    await influx.start()
    return await inScene({ seed, environment: { ...influx.environment() }, others: POURERS }, async (scene) => {
      const away = size === 'full' ? 60_000 : 4_000
      await influx.kill('SIGKILL')
      await untilIngest(scene.service().httpUrl, ({ storeFailing }) => storeFailing)
      await pause(away)
      await influx.start()
      await untilFresh(scene)
      process.kill(influx.pid(), 'SIGSTOP')
      await pourOut(scene)
      await pause(size === 'full' ? away : 12_000)
      process.kill(influx.pid(), 'SIGCONT')
      await untilCaughtUp(scene)
    })
  } finally {
    await influx.remove()
  }
}

/** Nothing of the service can write, then there is room again. */
const fullDisk: Fault = (size, seed) => withFullDisk((dataDir, full, room) => inScene({ seed, dataDir }, async (scene) => {
  for (let round = 0; round < (size === 'full' ? 5 : 1); round++) {
    await someLoad(scene)
    await full()
    await pause(size === 'full' ? 20_000 : 4_000)
    await room()
    await pause(5_000)
  }
}))

/** By name, in the order of the issue. */
export const faults = {
  'kill-service': killService,
  'kill-broker': killBroker,
  'store-away': storeAway,
  'influx-away': influxAway,
  'full-disk': fullDisk,
  'clock-jumps': jumpClock,
  'resend': resend,
  'crowd': crowd,
} satisfies Record<string, Fault>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]
