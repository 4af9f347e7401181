import { create } from 'zustand'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { systemClock } from '@hazardwatch/shared/clock'
import { createBatch } from './batch-messages.ts'
import { createFeedSocket, type FeedLink, type FeedSocket, type Socket } from './feed-socket.ts'
import { emptyFeedState, type FeedState, type Heard, reduceFeed, silenceAlarms, startConnection, takeAnswer } from './feed-state.ts'
import { deadSince, livenessAt, pictureTime, type Liveness } from './liveness.ts'

interface FeedStore {
  feed: FeedState
  link: FeedLink
  /** Our clock, five times a second: ages and durations follow it. */
  now: number
  /** Our clock when the page was opened. */
  openedAt: number
}

/** The one live picture of the page. Panels take the part they need, so that a reading redraws only what shows it. */
export const useFeedStore = create<FeedStore>(() => ({
  feed: emptyFeedState,
  link: { phase: 'stopped', attempts: 0 },
  now: systemClock(),
  openedAt: systemClock(),
}))

/** How far the picture can be trusted; changes only when the answer changes. */
export const useLiveness = (): Liveness => useFeedStore(({ feed, now }) => livenessAt(feed.heardAt, now))

const deadFeed = ({ feed, openedAt, now }: FeedStore): number | null => deadSince({ heardAt: feed.heardAt, openedAt }, now)

/** Our clock at the last sign of life of a feed that is dead now, else null. */
export const useDeadFeed = (): number | null => useFeedStore(deadFeed)

/** As {@link useDeadFeed} shows it now. */
export const readDeadFeed = (): number | null => deadFeed(useFeedStore.getState())

/** The server's time of the picture in whole seconds, as epoch ms. */
export const usePictureSecond = (): number => useFeedStore(({ feed, now }) => Math.floor(pictureTime(feed, now) / 1_000) * 1_000)

/** Puts the answer to a command into the picture before the feed confirms it. */
export const showAnswer = (alarm: Alarm): void => useFeedStore.setState(({ feed }) => ({ feed: takeAnswer(feed, alarm) }))

/** Turns off the sound of the alarms that wait now. */
export const silenceWaiting = (): void => useFeedStore.setState(({ feed }) => ({ feed: silenceAlarms(feed) }))

const TICK_MS = 200

/** Five times a second while the page is looked at, once a second in any case. @returns how to stop */
const startTicking = (tick: () => void): (() => void) => {
  const timer = setInterval(tick, TICK_MS)
  const worker = new Worker(new URL('./tick-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = tick
  return () => {
    clearInterval(timer)
    worker.terminate()
  }
}

const setTimer = (act: () => void, ms: number): (() => void) => {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

const openSocket = (url: string): Socket => {
  const web = new WebSocket(url)
  const socket: Socket = { send: (text) => web.send(text), close: () => web.close(), onopen: null, onmessage: null, onclose: null }
  web.onopen = () => socket.onopen?.()
  web.onmessage = (event) => socket.onmessage?.(event)
  web.onclose = () => socket.onclose?.()
  return socket
}

/** Connects the store to the feed of the server that this page came from. `stop` undoes it. */
export const createFeed = (): FeedSocket => {
  const push = createBatch<Heard>(
    (batch) => useFeedStore.setState(({ feed }) => ({ feed: reduceFeed(feed, batch) })),
    setTimer,
    systemClock,
    () => !document.hidden,
  )
  const socket = createFeedSocket({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/feed`,
    openSocket,
    now: systemClock,
    random: Math.random,
    setTimer,
    onMessage: (message, heardAt) => push({ message, heardAt }),
    onLink: (link) => useFeedStore.setState(({ feed }) => ({ link, feed: link.phase === 'connecting' ? startConnection(feed) : feed })),
  })
  let stopTicking: (() => void) | undefined
  return {
    start: () => {
      stopTicking ??= startTicking(() => useFeedStore.setState({ now: systemClock() }))
      socket.start()
    },
    stop: () => {
      stopTicking?.()
      stopTicking = undefined
      socket.stop()
    },
    subscribe: socket.subscribe,
  }
}
