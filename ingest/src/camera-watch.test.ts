import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import { isoTime } from '@hazardwatch/shared/time'
import { describe, expect, it } from 'vitest'
import { createCameraWatch } from './camera-watch.ts'
import { camera } from './decode/tell-events.ts'

const T = Date.UTC(2026, 10, 23)
type VideoEvent = Extract<NewPlantEvent, { kind: 'video' }>
const report = (event: VideoEvent['event'], at: number): VideoEvent =>
  ({ kind: 'video', enterprise: camera.enterprise, at: isoTime(at), receivedAt: isoTime(at), camera: camera.id, event, confidence: null, snapshot: null, clip: null, source: camera.source, cause: 'reported' })

/** The camera should speak every 60 s. */
describe('a camera', () => {
  const offlineAt = (watch: ReturnType<typeof createCameraWatch>, at: number) => watch.check([camera], at).map(({ event }) => [event.event, event.cause, Date.parse(event.at)])

  it('that speaks in time is not offline, and a minute of silence is in time', () => {
    const watch = createCameraWatch([], T)
    watch.hear(report('online', T), T)
    expect(offlineAt(watch, T + 60_000)).toEqual([])
  })

  it('that is silent for longer is offline from the end of its interval, once', () => {
    const watch = createCameraWatch([], T)
    watch.hear(report('smoke', T), T)
    expect(offlineAt(watch, T + 60_001)).toEqual([['offline', 'silent', T + 60_000]])
    expect(offlineAt(watch, T + 120_001)).toEqual([])
    watch.hear(report('online', T + 130_000), T + 130_000)
    expect(offlineAt(watch, T + 200_000)).toEqual([['offline', 'silent', T + 190_000]])
  })

  it('is shown as what it said last, or as offline when it is silent', () => {
    const watch = createCameraWatch([], T)
    const shown = () => watch.look(camera.enterprise, camera.id)
    expect(shown()).toEqual({ online: null, lastEventAt: null })
    watch.hear(report('frozen', T + 1_000), T + 1_000)
    watch.hear(report('offline', T), T + 1_500)
    expect(shown()).toEqual({ online: true, lastEventAt: isoTime(T + 1_000) })
    watch.check([camera], T + 90_000)
    expect(shown()).toEqual({ online: false, lastEventAt: isoTime(T + 61_500) })
  })

  it('that was never heard has its interval from when it was first looked for', () => {
    const watch = createCameraWatch([], T)
    expect(offlineAt(watch, T + 5_000)).toEqual([])
    expect(offlineAt(watch, T + 65_001)).toEqual([['offline', 'silent', T + 65_000]])
  })

  it('that says itself that it is offline is not told again', () => {
    const watch = createCameraWatch([], T)
    watch.hear(report('offline', T), T)
    expect(offlineAt(watch, T + 200_000)).toEqual([])
  })

  it('that backfills an old event was heard, and its state is that of the newer one', () => {
    const watch = createCameraWatch([], T)
    watch.hear(report('online', T), T)
    expect(watch.hear(report('offline', T - 500_000), T + 50_000)).toMatchObject({ offline: 0, event_at: T, heard_at: T + 50_000 })
    expect(offlineAt(watch, T + 100_000)).toEqual([])
  })

  it.each<[name: string, offline: number, expected: unknown[]]>([
    ['gets its interval again after a restart', 0, [['offline', 'silent', T + 60_000]]],
    ['stays offline over a restart', 1, []],
  ])('%s', (_, offline, expected) => {
    const watch = createCameraWatch([{ enterprise: 'E1', camera: camera.id, heard_at: T - 900_000, event_at: T - 900_000, offline }], T)
    expect(offlineAt(watch, T + 60_000)).toEqual([])
    expect(offlineAt(watch, T + 60_001)).toEqual(expected)
  })

  it('without an interval is never silent', () => {
    const watch = createCameraWatch([], T)
    expect(watch.check([{ ...camera, expectedIntervalS: null }], T)).toEqual([])
    expect(watch.check([{ ...camera, expectedIntervalS: null }], T * 2)).toEqual([])
  })

  it('whose silence could not be stored is found again, with the same time', () => {
    const watch = createCameraWatch([], T)
    watch.hear(report('online', T), T)
    const first = watch.check([camera], T + 70_000)
    for (const outcome of first) watch.undo(outcome)
    expect(offlineAt(watch, T + 80_000)).toEqual([['offline', 'silent', T + 60_000]])
  })
})
