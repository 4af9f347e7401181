import { createAlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { createLog } from '@hazardwatch/shared/node/log'
import { openRecords } from '@hazardwatch/shared/node/records/open-records'
import { regions } from '@hazardwatch/shared/region-tree'
import { startAlerting } from '../../alerting/src/app.ts'
import { printLine, round } from './bench-line.ts'
import { peakMegabytes } from './process-usage.ts'

/** Opens a ledger and starts the alarm engine on it, as a start of the service does. Prints how long it took and what it held. */
const [file = '', points = '0', bench = 'alarms-load'] = process.argv.slice(2)
const cpu = process.cpuUsage()
const began = performance.now()
const records = await openRecords(file)
const ledger = await openLedger(records)
const alerting = await startAlerting({
  ledger, records: createAlarmRecords(records), readings: { replay: () => Promise.resolve(), position: () => 0, keep: () => Promise.resolve() },
  store: { history: () => Promise.resolve({ raw: true, points: [] }) },
  gatewayOfPoint: [], regions, subscribers: {}, clock: () => Date.now(), log: createLog('silent'), shelveMaxS: 86_400,
})
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
const rss = process.memoryUsage().rss
const more = { points: Number(points), rules: ledger.ruleCount(), openAlarms: alerting.desk.openAlarms().length, overlays: alerting.desk.overlays().length }
printLine({ bench, value: round(seconds, 1), unit: 's', ...more, cpuSeconds: round((user + system) / 1e6, 1) })
printLine({ bench, value: Math.round(rss / 1e6), unit: 'MB resident', ...more, peak: peakMegabytes(process.pid), bytesAPoint: Math.round(rss / Number(points)) })
await alerting.stop()
await records.destroy()
