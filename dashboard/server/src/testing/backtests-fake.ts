import type { BacktestDesk, BacktestRequest, BacktestView } from '@hazardwatch/shared/backtest'
import { refusal } from './refusal.ts'

/** For tests: a desk that keeps what it was asked for and never runs anything. */
export const createBacktestsFake = () => {
  const requests: BacktestRequest[] = []
  const views = new Map<string, BacktestView>()
  const desk: BacktestDesk = {
    start: (request) => {
      requests.push(request)
      const view: BacktestView = {
        id: String(requests.length), state: 'queued', progress: 0, from: new Date(request.from).toISOString(), to: new Date(request.to).toISOString(),
        rules: request.candidates.map(({ id }) => id), startedAt: new Date(0).toISOString(), endedAt: null, problem: null, problemZh: null, result: null,
      }
      views.set(view.id, view)
      return view
    },
    find: (id) => views.get(id),
    list: () => [...views.values()],
    cancel: (id) => {
      const view = views.get(id)
      if (view === undefined) throw refusal('not_found', `backtests has no ${id}`)
      const ended: BacktestView = { ...view, state: 'cancelled' }
      views.set(id, ended)
      return ended
    },
  }
  return { desk, requests }
}
