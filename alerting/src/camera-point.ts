import type { Camera } from '@hazardwatch/shared/camera'
import { pointKey, SourceCode, Tag } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Engine } from './engine-state.ts'

/** Numbers of points are from 0, and -1 is none: cameras have those below. */
const FIRST_CAMERA = -2

/** A camera in the shape of a point, for the rules that watch it. It has no readings: its number is of the engine alone. */
export const cameraPoint = (engine: Engine, camera: Camera): NumberedPoint => {
  const key = pointKey(camera.enterprise, camera.id)
  const unlisted = engine.points.unlisted().filter(({ number }) => number <= FIRST_CAMERA)
  const known = unlisted.find((point) => pointKey(point.enterprise, point.tag) === key)
  return {
    number: known?.number ?? FIRST_CAMERA - unlisted.length,
    enterprise: camera.enterprise, tag: Tag.parse(camera.id), source: camera.source ?? SourceCode.parse('-'), name: camera.name, nameEn: camera.nameEn,
    quantity: 'video', unit: '1', rangeLow: 0, rangeHigh: 1, expectedIntervalS: null, location: camera.location,
  }
}
