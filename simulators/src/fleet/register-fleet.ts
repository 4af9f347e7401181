import { Enterprise } from '@hazardwatch/shared/ledger'
import { pageOf } from '@hazardwatch/shared/list-page'
import { requestJson } from '../demo/request-json.ts'
import type { FleetFormat } from './encode/fleet-format.ts'
import { ledgerPart } from './fleet-ledger.ts'
import { enterpriseCode, type Fleet } from './fleet-plan.ts'

export interface FleetRegistered {
  enterprises: number
  points: number
  rules: number
  /** Enterprises that were in the ledger already: they, their points and their rules were left as they are. */
  present: number
}

/** Points whose records are held at once; their rules are three times as many, and one request stays well below the service's limit. */
const POINTS_AT_ONCE = 2_000
const RECORDS_A_REQUEST = 2_000

const EnterprisePage = pageOf(Enterprise)

/**
 * Writes the fleet into the ledger, some enterprises at a time, so that memory does not grow with the fleet.
 * @param goOn called after each part; false ends it there. @throws Error, one line, that says which request failed and why
 */
export const registerFleet = async (httpUrl: string, fleet: Fleet, format: FleetFormat, goOn: (done: FleetRegistered) => boolean): Promise<FleetRegistered> => {
  const known = await knownEnterprises(httpUrl)
  const done: FleetRegistered = { enterprises: 0, points: 0, rules: 0, present: 0 }
  const atOnce = Math.max(1, Math.floor(POINTS_AT_ONCE / (fleet.base + 1)))
  for (let from = 0; from < fleet.enterprises; from += atOnce) {
    const to = Math.min(fleet.enterprises, from + atOnce)
    for (const [first, end] of missingRuns(known, from, to)) {
      const part = ledgerPart(fleet, format, first, end)
      // Parents first: a point refers to its source, a rule to its point.
      for (const resource of ['enterprises', 'sources', 'points', 'rules', 'gateways'] as const) await post(httpUrl, resource, part[resource])
      done.enterprises += part.enterprises.length
      done.points += part.points.length
      done.rules += part.rules.length
    }
    done.present = to - done.enterprises
    if (!goOn(done)) break
  }
  return done
}

/** @returns runs of enterprises that are not known, as [first, end). */
const missingRuns = (known: ReadonlySet<string>, from: number, to: number): [number, number][] => {
  const runs: [number, number][] = []
  for (let enterprise = from; enterprise < to; enterprise++) {
    if (known.has(enterpriseCode(enterprise))) continue
    const last = runs.at(-1)
    if (last !== undefined && last[1] === enterprise) last[1]++
    else runs.push([enterprise, enterprise + 1])
  }
  return runs
}

const post = async (httpUrl: string, resource: string, records: readonly object[]): Promise<void> => {
  for (let start = 0; start < records.length; start += RECORDS_A_REQUEST) {
    await requestJson(new URL(`/api/v1/${resource}`, httpUrl), records.slice(start, start + RECORDS_A_REQUEST))
  }
}

const knownEnterprises = async (httpUrl: string): Promise<Set<string>> => {
  const codes = new Set<string>()
  const url = new URL('/api/v1/enterprises?limit=1000', httpUrl)
  for (;;) {
    const { items, next } = EnterprisePage.parse(await requestJson(url))
    for (const { code } of items) codes.add(code)
    if (next === null) return codes
    url.searchParams.set('cursor', next)
  }
}
