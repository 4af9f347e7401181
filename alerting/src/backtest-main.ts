import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BacktestView } from '@hazardwatch/shared/backtest'
import { z } from 'zod'

/** Tries candidates on the history of a running service, and prints the report as JSON. Ctrl-C cancels it there too. */

const USAGE = `usage: npm run backtest -- --rule ID --set FIELD=VALUE [--set …] [--days 7] [--from ISO --to ISO] [--url http://127.0.0.1:8080]
       npm run backtest -- --candidates FILE.json [--days 7] [--url …]      FILE.json: an array of whole rules`

class Refusal extends Error {}

const Problem = z.object({ title: z.string(), detail: z.string().optional() })
const POLL_MS = 500

const readValue = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      rule: { type: 'string' }, set: { type: 'string', multiple: true, default: [] }, candidates: { type: 'string' }, days: { type: 'string' },
      from: { type: 'string' }, to: { type: 'string' }, url: { type: 'string', default: 'http://127.0.0.1:8080' },
    },
  })
  if ((values.rule === undefined) === (values.candidates === undefined)) throw new Refusal(`give either --rule or --candidates\n${USAGE}`)
  const changes = values.set.map((text) => {
    const at = text.indexOf('=')
    if (at <= 0) throw new Refusal(`--set ${text}: write FIELD=VALUE, for example --set limit=30`)
    return [text.slice(0, at), readValue(text.slice(at + 1))] as const
  })
  const range = { ...(values.days !== undefined && { days: Number(values.days) }), ...(values.from !== undefined && { from: values.from }), ...(values.to !== undefined && { to: values.to }) }
  return { ...values, changes: Object.fromEntries(changes), range }
}

const readCandidates = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new Refusal(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const ask = async (url: string, init: RequestInit = {}): Promise<BacktestView> => {
  const response = await fetch(url, init).catch(() => { throw new Refusal(`no service answers at ${url}: start it with npm run serve, or name another with --url`) })
  const body: unknown = await response.json().catch(() => ({}))
  if (response.ok) return BacktestView.parse(body)
  const { title, detail } = Problem.catch({ title: `HTTP ${response.status}` }).parse(body)
  throw new Refusal(detail ?? title)
}

const start = async ({ url, rule, candidates, changes, range }: ReturnType<typeof readOptions>): Promise<BacktestView> => {
  const [path, body] = rule === undefined
    ? ['backtests', { candidates: await readCandidates(candidates ?? ''), ...range }]
    : [`rules/${encodeURIComponent(rule)}/backtest`, { candidate: changes, ...range }]
  return ask(`${url}/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

const follow = async (url: string, started: BacktestView): Promise<BacktestView> => {
  const place = `${url}/api/v1/backtests/${started.id}`
  let view = started
  process.once('SIGINT', () => { void ask(place, { method: 'DELETE' }).catch(() => undefined) })
  while (view.endedAt === null) {
    await pause(POLL_MS)
    view = await ask(place)
    process.stderr.write(`\r${view.state} ${(view.progress * 100).toFixed(0)} %   `)
  }
  process.stderr.write('\n')
  return view
}

try {
  const options = readOptions()
  const view = await follow(options.url, await start(options))
  if (view.state !== 'done') throw new Refusal(`the backtest was ${view.state}${view.problem === null ? '' : `: ${view.problem}`}`)
  process.stdout.write(`${JSON.stringify(view, null, 2)}\n`)
} catch (error) {
  process.stderr.write(`backtest: ${error instanceof Refusal || (error instanceof TypeError && 'code' in error) ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exitCode = 1
}
