import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startAlerting, type Alerting } from '@hazardwatch/alerting/app'
import { createBacktestDesk } from '@hazardwatch/alerting/backtest/backtest-desk'
import { runBacktest } from '@hazardwatch/alerting/backtest/run-backtest'
import { createForecastBook } from '@hazardwatch/alerting/forecast-book'
import { createSourceLearner } from '@hazardwatch/alerting/learn-source/learn-source'
import { openFigures, type AlarmFigures } from '@hazardwatch/alerting/nuisance/figures'
import { openInstrumentBook, type KeptInstrumentBook } from '@hazardwatch/alerting/instruments/instrument-book'
import { createModelPictures } from '@hazardwatch/alerting/picture/model-pictures'
import { startDashboardServer, type DashboardServer } from '@hazardwatch/dashboard-server/app'
import { gatewaysOfPoints } from '@hazardwatch/ingest/accounts/account-rows'
import { startIngest, type Ingest } from '@hazardwatch/ingest/app'
import { parseBrokerUrl } from '@hazardwatch/ingest/external-broker/broker-url'
import { createStoreMaintenance, type StoreMaintenance } from '@hazardwatch/ingest/maintain-store'
import { openReadingSpool } from '@hazardwatch/ingest/reading-spool'
import type { BrokerChoice } from '@hazardwatch/ingest/start-broker'
import { openDuckDbStore } from '@hazardwatch/ingest/stores/duckdb-store'
import { openInfluxStore } from '@hazardwatch/ingest/stores/influx-store'
import { systemClock } from '@hazardwatch/shared/clock'
import type { Config, InfluxConfig } from '@hazardwatch/shared/node/config'
import { lockDataDir } from '@hazardwatch/shared/node/data-dir-lock'
import { createLifecycle } from '@hazardwatch/shared/node/lifecycle'
import type { Log } from '@hazardwatch/shared/node/log'
import { createAccountRecords } from '@hazardwatch/shared/node/records/account-records'
import { createAlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { createCareRecords } from '@hazardwatch/shared/node/records/care-records'
import { createEventRecords } from '@hazardwatch/shared/node/records/event-records'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openReader } from '@hazardwatch/shared/node/records/open-reader'
import { openRecords, type Records } from '@hazardwatch/shared/node/records/open-records'
import { createPointNames } from '@hazardwatch/shared/node/records/point-names'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { createQuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { MaintainedStore, ReadingStore, ScannableStore } from '@hazardwatch/shared/reading-store'
import { regions } from '@hazardwatch/shared/region-tree'
import { startDemo } from '@hazardwatch/simulators/demo-app'

const webRoot = join(import.meta.dirname, 'dashboard/web/dist')
type Lifecycle = ReturnType<typeof createLifecycle>
/** One course of events for every demo: what a newcomer sees is what the documentation shows. */
const DEMO_SEED = 20_261_123

/** A fault that its reader can mend: told in one line, without a stack. */
export class StartError extends Error {}

export interface Service {
  httpUrl: string
  mqttUrl: string
  stop: () => Promise<void>
}

/**
 * All services in one process, in the order in which a reading passes them.
 * @throws StartError with one line that says what to do; nothing is left running then.
 */
export const startService = async (config: Config, log: Log): Promise<Service> => {
  const lifecycle = createLifecycle((name, error) => { log.error({ err: error, part: name }, 'a part did not stop cleanly') })
  try {
    return await startParts(config, log, lifecycle)
  } catch (error) {
    await lifecycle.stop()
    throw startErrorOf(error, config)
  }
}

const startParts = async (config: Config, log: Log, lifecycle: Lifecycle): Promise<Service> => {
  await checkDataDir(config.dataDir)
  const unlock = lockDataDir(config.dataDir)
  lifecycle.onStop('data folder', async () => { unlock() })
  const { records, reader, figures } = await openRecordStore(config.dataDir, lifecycle)
  const ledger = await openLedger(records)
  const { store, health: storeHealth } = config.influx === undefined ? await startDuckDb(config, log, lifecycle) : startInflux(config.influx, ledger, records, log, lifecycle)
  const spool = await openReadingSpool({ folder: join(config.dataDir, 'spool'), clock: systemClock, log })
  lifecycle.onStop('spool', spool.close)

  // The three know each other only through what is handed over here; the feed comes last and hears nothing before it is there.
  const feed: { server?: DashboardServer } = {}
  const accounts = createAccountRecords(records)
  const alerting: Alerting = await startAlerting({
    ledger, records: createAlarmRecords(records, reader), figures, readings: spool.log, store, gatewayOfPoint: gatewaysOfPoints(await accounts.marks()), regions, shelveMaxS: config.shelveMaxHours * 3600, clock: systemClock, log, subscribers: { feed: (change) => { feed.server?.receiveChange(change) } },
  })
  lifecycle.onStop('alerting', alerting.stop)
  const ingest: Ingest = await startIngest({
    ledger, store, spool, clock: systemClock, log, broker: await chooseBroker(config), sparkplugHost: config.sparkplugHost,
    plant: { ledger, records: createEventRecords(records, reader) }, records: { quarantine: createQuarantineRecords(records), deadLetterFolder: join(config.dataDir, 'dead-letters') }, accounts, gateways: { heard: alerting.hearGateway, left: alerting.gatewayLeft },
    ...(config.hj212Port !== 0 && { hj212: { host: config.mqttHost, port: config.hj212Port } }),
    subscribers: [{ name: 'alerting', receive: alerting.receive }, { name: 'feed', receive: (batch) => { feed.server?.receiveReadings(batch) } }],
  })
  lifecycle.onStop('ingest', ingest.stop)
  const stopHearing = await ingest.events.onEvent(alerting.hearEvents, alerting.eventsTo)
  lifecycle.onStop('events to alerting', async () => { stopHearing() })
  const backtests = createBacktestDesk({ ledger, run: (task) => runBacktest({ ...task, store }), nextId: randomUUID, clock: systemClock, log })
  lifecycle.onStop('backtests', backtests.stop)
  const instruments = await startInstruments({ ledger, records, store: readable(store, ingest), heed: alerting.heedCare }, log, lifecycle)
  const server = feed.server = await startDashboardServer({
    host: config.httpHost, port: config.httpPort, open: config.open, webRoot, ledger, desk: alerting.desk, store: readable(store, ingest), intake: ingest.intake, events: ingest.events,
    regions, clock: systemClock, log, health: () => ({ ingest: ingestHealth(ingest), store: storeHealth(), spool: spool.stats() }),
    instruments, addresses: { mqtt: ingest.broker, hj212: ingest.hj212 }, quarantine: ingest.quarantine, deadLetters: ingest.deadLetters, statistics: ingest.statistics, backtests, models: createSourceLearner({ ledger, store, memoryOf: alerting.memoryOf, calibratedAt: (enterprise, tag) => instruments.calibration(enterprise, tag)?.calibratedAt }), pictures: createModelPictures({ ledger, store: scannable(store, ingest), memoryOf: alerting.memoryOf, clock: systemClock }), forecasts: createForecastBook({ ledger, desk: alerting.desk, store: readable(store, ingest), clock: systemClock }),
  })
  lifecycle.onStop('dashboard', server.stop)
  const service: Service = { httpUrl: urlOf('http', config.httpHost, portOf(server.address)), mqttUrl: config.mqttUrl ?? urlOf('mqtt', config.mqttHost, ingest.broker.port), stop: lifecycle.stop }
  if (config.demo) await startDemoProvince(service, config, log, lifecycle)
  return service
}

/** What writes and judges has one connection; what is asked of years of records is answered in threads of their own. */
const openRecordStore = async (dataDir: string, lifecycle: Lifecycle): Promise<{ records: Records; reader: Records; figures: AlarmFigures }> => {
  const file = join(dataDir, 'records.sqlite')
  const records = await openRecords(file)
  lifecycle.onStop('record store', () => records.destroy())
  const reader = openReader(file)
  lifecycle.onStop('reader of records', () => reader.destroy())
  const figures = openFigures(file)
  lifecycle.onStop('figures', figures.close)
  return { records, reader, figures }
}

const startDemoProvince = async ({ httpUrl, mqttUrl }: Service, config: Config, log: Log, lifecycle: Lifecycle): Promise<void> => {
  const demo = await startDemo({ httpUrl, mqttUrl, speed: config.demoSpeed, seed: DEMO_SEED, clock: systemClock, log })
  lifecycle.onStop('demo', demo.stop)
}

/** An external broker knows this service, and keeps what arrives while it is away, under a name that is made once and stays with the data. */
const chooseBroker = async (config: Config): Promise<BrokerChoice> => {
  const address = config.mqttUrl === undefined ? undefined : parseBrokerUrl(config.mqttUrl)
  if (address === undefined) return { kind: 'embedded', host: config.mqttHost, port: config.mqttPort }
  const ca = config.mqttCa === undefined ? undefined : await readCertificates(config.mqttCa)
  const file = join(config.dataDir, 'client-id')
  // The second line is the share group of the last start: the session at the broker is still subscribed in its name.
  const [known = '', group = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const clientId = known === '' ? `hazardwatch-${randomUUID()}` : known
  const share = { now: config.mqttShare, before: group === '' ? undefined : group }
  if (known === '' || share.now !== share.before) await writeFile(file, `${clientId}${share.now === undefined ? '' : `\n${share.now}`}`)
  return { kind: 'external', address: { ...address, ...(ca !== undefined && { ca }) }, clientId, share }
}

const readCertificates = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new StartError(`HAZARD_MQTT_CA=${path} cannot be read (${codeOf(error) ?? 'unknown reason'}): name a file of certificates in PEM format`, { cause: error })
  }
}

interface StartedStore {
  store: ScannableStore
  health: () => object
}

const startDuckDb = async (config: Config, log: Log, lifecycle: Lifecycle): Promise<StartedStore> => {
  const store = await openDuckDbStore(join(config.dataDir, 'readings.duckdb'), { retentionDays: config.retentionDays })
  lifecycle.onStop('reading store', () => store.close())
  const maintenance = startMaintenance(store, log)
  lifecycle.onStop('store maintenance', maintenance.stop)
  return { store, health: maintenance.health }
}

/** How often it is looked whether a bump test is over: nobody hears the point while it runs. */
const TESTS_MS = 1_000

const startInstruments = async ({ records, ...rest }: { ledger: Ledger; records: Records; store: ReadingStore; heed: Alerting['heedCare'] }, log: Log, lifecycle: Lifecycle): Promise<KeptInstrumentBook> => {
  const book = await openInstrumentBook({ ...rest, records: createCareRecords(records), nextId: randomUUID, clock: systemClock })
  let settling: Promise<void> | undefined
  const settle = (): void => {
    settling ??= book.settle().catch((error: unknown) => { log.error({ err: error }, 'bump tests and calibrations could not be looked at; tried again in a second') }).finally(() => { settling = undefined })
  }
  settle()
  const timer = setInterval(settle, TESTS_MS)
  lifecycle.onStop('instruments', async () => {
    clearInterval(timer)
    await settling
  })
  return book
}

/** How often a server that stores is asked whether it is there: it may have nothing to store. */
const PROBE_MS = 15_000

const startInflux = (address: InfluxConfig, ledger: Ledger, records: Records, log: Log, lifecycle: Lifecycle): StartedStore => {
  const store = openInfluxStore({ ...address, names: createPointNames(records), log, clock: systemClock })
  lifecycle.onStop('reading store', () => store.close())
  const stopListening = ledger.onChange((change) => { if (change.type === 'point') store.forget(change.point.number) })
  void store.probe()
  const timer = setInterval(() => { void store.probe() }, PROBE_MS)
  lifecycle.onStop('store probe', async () => {
    clearInterval(timer)
    stopListening()
  })
  return { store, health: () => store.health() }
}

/** How often the store looks whether a day is over; a round that finds nothing to do costs a query. */
const MAINTENANCE_MS = 60_000

const startMaintenance = (store: MaintainedStore, log: Log): StoreMaintenance => {
  const maintenance = createStoreMaintenance(store, systemClock, log)
  const timer = setInterval(() => { void maintenance.round() }, MAINTENANCE_MS)
  return {
    ...maintenance,
    stop: async () => {
      clearInterval(timer)
      await maintenance.stop()
    },
  }
}

/** A question about history waits so long for what has been accepted and is on its way from the spool to the store. */
const ON_ITS_WAY_MS = 500

/** Who has published a reading and asks for it finds it, unless the store is away. */
const readable = (store: ReadingStore, ingest: Ingest): ReadingStore => ({
  append: (batch) => store.append(batch),
  latest: (points) => store.latest(points),
  close: () => store.close(),
  history: async (query) => {
    await Promise.race([ingest.stored(), pause(ON_ITS_WAY_MS)])
    return store.history(query)
  },
})

/** The same for what is gone through reading by reading. */
const scannable = (store: ScannableStore, ingest: Ingest): ScannableStore => ({
  ...readable(store, ingest),
  scan: async (...query) => {
    await Promise.race([ingest.stored(), pause(ON_ITS_WAY_MS)])
    return store.scan(...query)
  },
})

const ingestHealth = (ingest: Ingest) => {
  const { enterprises, ...totals } = ingest.stats.snapshot()
  const { connected, sessionsLost, sessionLostAt } = ingest.brokerState()
  return { ok: connected && !totals.storeFailing, brokerConnected: connected, brokerSessionsLost: sessionsLost, brokerSessionLostAt: sessionLostAt, ...totals, ...ingest.asideCounts(), senders: Object.keys(enterprises).length }
}

const checkDataDir = async (dataDir: string): Promise<void> => {
  const probe = join(dataDir, '.writable')
  try {
    await mkdir(dataDir, { recursive: true })
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw new StartError(`the data folder ${dataDir} cannot be written (${codeOf(error) ?? 'unknown reason'}): make it writable, or name another one with HAZARD_DATA_DIR`, { cause: error })
  }
}

const startErrorOf = (error: unknown, config: Config): unknown => {
  if (error instanceof StartError || !(error instanceof Error)) return error
  const code = codeOf(error)
  // The listeners' own errors already say all of this for their ports.
  if (error.name === 'BrokerListenError' || error.name === 'Hj212ListenError' || error.name === 'HazardError' || error.name === 'DataDirBusyError') return new StartError(error.message, { cause: error })
  const where = `${config.httpHost}:${config.httpPort}`
  if (code === 'EADDRINUSE') return new StartError(`the page cannot listen on ${where} (EADDRINUSE): another program listens there; stop it, or choose another port with HAZARD_HTTP_PORT`, { cause: error })
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new StartError(`the page cannot listen on ${where} (${code}): choose another address or port with HAZARD_HTTP_HOST and HAZARD_HTTP_PORT`, { cause: error })
  return error
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const portOf = (url: string): number => Number(new URL(url).port)

/** An address that this machine can call: a service that listens everywhere is called on the loopback address. */
const urlOf = (scheme: string, host: string, port: number): string => {
  const callable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `${scheme}://${callable.includes(':') ? `[${callable}]` : callable}:${port}`
}
