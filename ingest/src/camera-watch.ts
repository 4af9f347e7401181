import type { Camera, CameraState } from '@hazardwatch/shared/camera'
import { pointKey } from '@hazardwatch/shared/ids'
import type { CameraStateTable } from '@hazardwatch/shared/node/records/tables'
import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import { isoTime } from '@hazardwatch/shared/time'

type VideoEvent = Extract<NewPlantEvent, { kind: 'video' }>

/** An event together with the state of its camera after it. */
export interface CameraOutcome {
  event: VideoEvent
  state: CameraStateTable
}

export interface CameraWatch {
  /** A camera reported something, heard at our time. @returns its state after that. */
  hear(event: VideoEvent, at: number): CameraStateTable
  /** @returns an offline event for each camera that has been silent for longer than its interval, once for each silence. */
  check(cameras: readonly Camera[], at: number): CameraOutcome[]
  /** How a camera stands. */
  look(enterprise: string, camera: string): CameraState
  /** The outcome could not be stored: the next check finds it again. */
  undo(outcome: CameraOutcome): void
}

/**
 * Finds cameras that have gone silent. Pure: time comes in as a parameter.
 * @param startedAt silence counts from here at the earliest: while this service was away, no camera could be heard.
 */
export const createCameraWatch = (known: readonly CameraStateTable[], startedAt: number): CameraWatch => {
  const states = new Map<string, CameraStateTable>()
  for (const state of known) states.set(pointKey(state.enterprise, state.camera), { ...state, heard_at: Math.max(state.heard_at, startedAt) })

  const stateOf = (enterprise: string, camera: string, at: number): CameraStateTable => {
    const key = pointKey(enterprise, camera)
    const state = states.get(key) ?? { enterprise, camera, heard_at: at, event_at: 0, offline: 0 }
    states.set(key, state)
    return state
  }
  return {
    hear: (event, at) => {
      const state = stateOf(event.enterprise, event.camera, at)
      state.heard_at = Math.max(state.heard_at, at)
      const eventAt = Date.parse(event.at)
      // A backfilled event tells what was, not what is.
      if (eventAt >= state.event_at) Object.assign(state, { event_at: eventAt, offline: Number(event.event === 'offline') })
      return { ...state }
    },
    check: (cameras, at) => {
      const outcomes: CameraOutcome[] = []
      for (const camera of cameras) {
        const state = stateOf(camera.enterprise, camera.id, at)
        if (camera.expectedIntervalS === null || state.offline === 1 || at - state.heard_at <= camera.expectedIntervalS * 1000) continue
        const offlineAt = Math.round(state.heard_at + camera.expectedIntervalS * 1000)
        Object.assign(state, { offline: 1, event_at: Math.max(state.event_at, offlineAt) })
        outcomes.push({ state: { ...state }, event: offlineEvent(camera, offlineAt, at) })
      }
      return outcomes
    },
    look: (enterprise, camera) => {
      const state = states.get(pointKey(enterprise, camera))
      const heard = state !== undefined && state.event_at > 0
      return heard ? { online: state.offline === 0, lastEventAt: isoTime(state.event_at) } : { online: null, lastEventAt: null }
    },
    undo: ({ state }) => { stateOf(state.enterprise, state.camera, state.heard_at).offline = 0 },
  }
}

const offlineEvent = (camera: Camera, offlineAt: number, at: number): VideoEvent => ({
  kind: 'video', enterprise: camera.enterprise, at: isoTime(offlineAt), receivedAt: isoTime(at), camera: camera.id, event: 'offline',
  confidence: null, snapshot: null, clip: null, source: camera.source, cause: 'silent',
})
