import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findChromium } from '@hazardwatch/shared/node/processes/find-program'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, quantile, round } from '../bench-line.ts'
import { COUNTRY, placeOf, writeCountry } from '../country-ledger.ts'
import { publishAll } from '../mqtt-publisher.ts'
import { firstSnapshot } from '../first-snapshot.ts'
import { openScreen, type Screen } from './open-screen.ts'

const WARM_UP = 5
const UPDATES = 40
const UPDATE_EVERY_MS = 1_000
const ALARMS = 10_000
const SCROLL_MS = 6_000

/**
 * A screen of the whole country: 7,000 enterprises, 20,000 sources and 440,000 points, of which none speaks at first. How large the picture is that every screen
 * is sent, how soon it is there, how long the page is held up when a county changes its colour, and how an alarm list of 10,000 rows scrolls. Software rendering.
 */
export const benchScreen = async (): Promise<void> => {
  const chromium = findChromium()
  if (chromium === undefined) throw new Error('there is no Chromium on this machine; install it (Debian: apt-get install chromium fonts-noto-cjk), or put chromium into PATH')
  const dataDir = await makeDataDir()
  try {
    await writeCountry(join(dataDir.path, 'records.sqlite'), COUNTRY)
    const service = await startServiceProcess(dataDir.path, { HAZARD_LOG_LEVEL: 'error' })
    try {
      await measure(service.httpUrl, Number(new URL(service.mqttUrl).port), chromium)
    } finally {
      await service.end('SIGTERM')
    }
  } finally {
    await dataDir.remove()
  }
}

const measure = async (httpUrl: string, mqttPort: number, chromium: string): Promise<void> => {
  // The first may pay for what the service compiles.
  await firstSnapshot(httpUrl)
  const snapshot = await firstSnapshot(httpUrl)
  printLine({ bench: 'screen', value: round(snapshot.bytes / 1e6), unit: 'MB', of: 'first picture of a country in which no point speaks', ms: Math.round(snapshot.ms), ...COUNTRY })
  const screen = await openScreen(httpUrl, chromium)
  try {
    printLine({ bench: 'screen', value: round(screen.readyMs / 1_000), unit: 's', of: 'until map and levels are there' })
    await measureUpdates(screen, mqttPort)
    await measureScrolling(screen, mqttPort)
  } finally {
    await screen.close()
  }
}

/** One reading above both limits of a point. */
const excursion = (number: number): readonly [string, string] => {
  const { enterprise, tag } = placeOf(number)
  return [`hazard/v1/${enterprise}/readings`, JSON.stringify({ values: { [tag]: 95 } })]
}

/** Each in another county, as enterprises lie in turn: its colour on the map changes, and a red alarm stands at the head of the list. */
const measureUpdates = async (screen: Screen, mqttPort: number): Promise<void> => {
  const shown: number[] = []
  const heldUp: number[] = []
  for (let update = 0; update < WARM_UP + UPDATES; update++) {
    const number = Math.floor((update * COUNTRY.points) / COUNTRY.enterprises)
    const seen = screen.untilShown(placeOf(number).tag)
    const sentAt = Date.now()
    await publishAll(mqttPort, 'screen', [excursion(number)])
    const shownAt = await seen
    await pause(UPDATE_EVERY_MS)
    const longest = await screen.longestTask()
    if (update < WARM_UP) continue
    shown.push(shownAt - sentAt)
    heldUp.push(longest)
  }
  printLine({ bench: 'screen', value: quantile(heldUp, 0.5), unit: 'ms', of: 'longest time that the page is held up by an alarm that changes the colour of a county, median', p95: quantile(heldUp, 0.95), max: quantile(heldUp, 1), updates: UPDATES, bar: 100 })
  printLine({ bench: 'screen', value: quantile(shown, 0.5), unit: 'ms', of: 'publish to the row on the screen, median', p95: quantile(shown, 0.95), max: quantile(shown, 1) })
}

const measureScrolling = async (screen: Screen, mqttPort: number): Promise<void> => {
  const first = COUNTRY.points / 2
  const numbers = Array.from({ length: ALARMS / 2 }, (_, index) => first + index * 40)
  await publishAll(mqttPort, 'screen', numbers.map(excursion))
  // Two limits each.
  const rows = await screen.untilAlarms(ALARMS)
  await screen.longestTask()
  const frames = await screen.scrollAlarms(SCROLL_MS)
  const longest = await screen.longestTask()
  printLine({ bench: 'screen', value: quantile(frames, 0.5), unit: 'ms', of: 'between two frames while the alarm list scrolls, median', p95: quantile(frames, 0.95), max: quantile(frames, 1), frames: frames.length, rows, longestTask: longest })
}
