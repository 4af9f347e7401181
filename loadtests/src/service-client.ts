import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { fleetLedger } from './fleet.ts'

/** Records a request may hold without becoming too large for the service. */
const RECORDS_A_REQUEST = 2_000

export const callService = async (httpUrl: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${httpUrl}${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
  return text === '' ? undefined : JSON.parse(text)
}

export const registerFleet = async (httpUrl: string, ledger: ReturnType<typeof fleetLedger>): Promise<void> => {
  for (const resource of ['enterprises', 'sources', 'points', 'rules'] as const) {
    const records = ledger[resource]
    for (let start = 0; start < records.length; start += RECORDS_A_REQUEST) await callService(httpUrl, 'POST', `/api/v1/${resource}`, records.slice(start, start + RECORDS_A_REQUEST))
  }
}

const Health = z.object({ parts: z.object({ ingest: z.looseObject({ accepted: z.number(), stored: z.number(), refused: z.number(), messages: z.number(), brokerConnected: z.boolean(), storeFailing: z.boolean(), storeBacklogs: z.number(), storeBacklogRecords: z.number() }) }) })

export const ingestHealth = async (httpUrl: string) => Health.parse(await callService(httpUrl, 'GET', '/health')).parts.ingest

/** Asks until it is so. */
export const untilIngest = async (httpUrl: string, so: (ingest: Awaited<ReturnType<typeof ingestHealth>>) => boolean, everyMs = 20) => {
  for (;;) {
    const ingest = await ingestHealth(httpUrl)
    if (so(ingest)) return ingest
    await pause(everyMs)
  }
}

const AlarmPage = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() })

/** @returns how many open alarms are stored, each counted once. */
export const alarmCount = async (httpUrl: string): Promise<number> => {
  const ids = new Set<string>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: z.infer<typeof AlarmPage> = AlarmPage.parse(await callService(httpUrl, 'GET', `/api/v1/alarms?state=open&limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`))
    for (const { id } of page.items) ids.add(id)
    cursor = page.next
  }
  return ids.size
}
