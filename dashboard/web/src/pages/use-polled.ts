import { useEffect, useRef, useState } from 'react'
import { systemClock } from '@hazardwatch/shared/clock'

export interface Sample<Answer> {
  /** Our clock at its arrival, epoch ms. */
  at: number
  value: Answer
}

export interface Polled<Answer> {
  /** The newest answer; undefined before the first. */
  answer: Sample<Answer> | undefined
  /** The answer before it, for figures that are differences. */
  before: Sample<Answer> | undefined
  /** Why the newest try failed; null when it did not. The answer stays on the screen, marked as old. */
  problem: unknown
  /** Asks again at once, after a change that was made here. */
  refresh: () => void
}

/** Asks again every `everyMs` while the page is in sight. One question at a time. `key` names what is asked for: a new one starts afresh; `now`: our clock, epoch ms. */
export const usePolled = <Answer>(key: string, ask: (now: number) => Promise<Answer>, everyMs: number): Polled<Answer> => {
  const [state, setState] = useState<{ key: string; answer?: Sample<Answer>; before?: Sample<Answer>; problem: unknown }>({ key, problem: null })
  const [round, setRound] = useState(0)
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    let stopped = false
    let asking = false
    const poll = async (): Promise<void> => {
      if (asking || document.hidden) return
      asking = true
      try {
        const answer = { value: await latest.current(systemClock()), at: systemClock() }
        if (!stopped) setState((known) => ({ key, answer, ...(known.key === key && known.answer !== undefined && { before: known.answer }), problem: null }))
      } catch (problem) {
        if (!stopped) setState((known) => ({ ...(known.key === key ? known : { key }), problem }))
      } finally {
        asking = false
      }
    }
    void poll()
    const timer = setInterval(() => void poll(), everyMs)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [key, everyMs, round])
  const mine = state.key === key ? state : undefined
  return { answer: mine?.answer, before: mine?.before, problem: mine?.problem ?? null, refresh: () => setRound((count) => count + 1) }
}
