import type { Influx } from '@hazardwatch/shared/node/processes/influx-process'

/** @returns values of each series (column named `_value`) that a Flux script behind `from |> range` yields. */
export const fluxCounts = async (influx: Influx, steps: string): Promise<number[]> => {
  const { HAZARD_INFLUX_ORG: org, HAZARD_INFLUX_TOKEN: token, HAZARD_INFLUX_BUCKET: bucket } = influx.environment()
  const response = await fetch(`${influx.url}/api/v2/query?org=${org}`, {
    method: 'POST', headers: { authorization: `Token ${token}`, 'content-type': 'application/vnd.flux', accept: 'application/csv' },
    body: `from(bucket: "${bucket}") |> range(start: 0, stop: 2200-01-01T00:00:00Z) |> ${steps} |> keep(columns: ["_value"])`,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`InfluxDB answered ${response.status}: ${text.slice(0, 300)}`)
  return text.split('\n').map((line) => line.trim().split(',')).filter((cells) => /^\d+$/.test(cells.at(-1) ?? '')).map((cells) => Number(cells.at(-1)))
}

/** Compares what each of the `series` points must have with what it has. */
export const reconcile = (counts: readonly number[], series: number, each: number): { lost: number; doubled: number } => {
  const missing = Math.max(0, series - counts.length) * each
  return {
    lost: missing + counts.reduce((sum, count) => sum + Math.max(0, each - count), 0),
    doubled: counts.reduce((sum, count) => sum + Math.max(0, count - each), 0) + Math.max(0, counts.length - series) * each,
  }
}
