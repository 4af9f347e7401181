import { describe, expect, it } from 'vitest'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { FEED_DEAD_MS, type FeedMessage } from '@hazardwatch/shared/feed-message'
import { createFeedSocket, type FeedLink, type FeedSocket, reconnectWait, type Socket } from './feed-socket.ts'

interface Rig {
  feed: FeedSocket
  sockets: (Socket & { sent: string[]; closed: boolean })[]
  heard: FeedMessage[]
  links: FeedLink[]
  timer: { act: () => void; ms: number } | undefined
  clock: ReturnType<typeof createFakeClock>
}

const createRig = (): Rig => {
  const clock = createFakeClock(1_000_000)
  const rig: Omit<Rig, 'feed'> & { feed?: FeedSocket } = { sockets: [], heard: [], links: [], timer: undefined, clock }
  const feed = createFeedSocket({
    url: 'ws://test/api/v1/feed',
    openSocket: () => {
      const sent: string[] = []
      const socket = {
        sent, closed: false, onopen: null, onmessage: null, onclose: null,
        send: (text: string) => { sent.push(text) },
        close: () => { socket.closed = true },
      }
      rig.sockets.push(socket)
      return socket
    },
    now: clock.now,
    random: () => 0,
    setTimer: (act, ms) => {
      const timer = { act, ms }
      rig.timer = timer
      return () => { if (rig.timer === timer) rig.timer = undefined }
    },
    onMessage: (message) => rig.heard.push(message),
    onLink: (link) => rig.links.push(link),
  })
  return Object.assign(rig, { feed })
}

const last = (rig: Rig): Rig['sockets'][number] => {
  const socket = rig.sockets.at(-1)
  if (socket === undefined) throw new Error('no socket was opened')
  return socket
}
const heartbeat = (seq: number): { data: string } => ({ data: JSON.stringify({ type: 'heartbeat', seq, at: 1, feedAgeMs: 1, engineLagMs: 1 }) })
const scope = { region: '220000', points: ['ENT/A'] }
const connected = (): Rig => {
  const rig = createRig()
  rig.feed.subscribe(scope)
  rig.feed.start()
  last(rig).onopen?.()
  return rig
}

describe('feed socket', () => {
  it('does nothing before it is started', () => {
    expect(createRig().sockets).toHaveLength(0)
  })

  it('subscribes when the connection opens, and again when the scope changes', () => {
    const rig = connected()
    rig.feed.subscribe({ region: '220881', points: [] })
    expect(last(rig).sent.map((text): unknown => JSON.parse(text))).toEqual([
      { type: 'subscribe', ...scope }, { type: 'subscribe', region: '220881', points: [] },
    ])
  })

  it('asks for a new snapshot when a number is missing, but not at every message', () => {
    const rig = connected()
    for (const seq of [1, 2, 4, 6, 8]) last(rig).onmessage?.(heartbeat(seq))
    expect(last(rig).sent).toHaveLength(2)
    expect(rig.heard).toHaveLength(5)
    rig.clock.advance(2_000)
    last(rig).onmessage?.(heartbeat(10))
    expect(last(rig).sent).toHaveLength(3)
  })

  it.each([['no JSON', '{'], ['another shape', '{"type":"heartbeat"}'], ['bytes', new Uint8Array(2)]])('treats %s as a lost message', (_name, data) => {
    const rig = connected()
    last(rig).onmessage?.({ data })
    expect(rig.heard).toHaveLength(0)
    expect(last(rig).sent).toHaveLength(2)
  })

  it('comes back after a close, counts the attempts, subscribes again and forgets them at the first message', () => {
    const rig = connected()
    last(rig).onclose?.()
    expect(rig.links.at(-1)).toEqual({ phase: 'waiting', attempts: 1 })
    rig.timer?.act()
    last(rig).onclose?.()
    rig.timer?.act()
    last(rig).onopen?.()
    expect(rig.links.at(-1)).toEqual({ phase: 'open', attempts: 2 })
    expect(last(rig).sent).toHaveLength(1)
    last(rig).onmessage?.(heartbeat(1))
    expect(rig.links.at(-1)).toEqual({ phase: 'open', attempts: 0 })
    expect(last(rig).sent, 'numbers start again: one is not a gap').toHaveLength(1)
  })

  it('gives up a connection that says nothing', () => {
    const rig = connected()
    last(rig).onmessage?.(heartbeat(1))
    expect(rig.timer?.ms).toBe(FEED_DEAD_MS)
    rig.timer?.act()
    expect(last(rig).closed).toBe(true)
    expect(rig.links.at(-1)?.phase).toBe('waiting')
  })

  it('stops for good', () => {
    const rig = connected()
    rig.feed.stop()
    expect([last(rig).closed, rig.timer, rig.links.at(-1)?.phase]).toEqual([true, undefined, 'stopped'])
  })
})

describe('reconnectWait', () => {
  it.each([[0, 0, 250], [0, 1, 500], [1, 1, 1_000], [3, 1, 4_000], [4, 1, 8_000], [40, 1, 8_000]])('attempt %i, chance %i', (attempts, random, ms) => {
    expect(reconnectWait(attempts, random)).toBe(ms)
  })
})
