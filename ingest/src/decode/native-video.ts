import { VideoReport } from '@hazardwatch/shared/plant-event'
import { commonFields, decodeEventParts, problem, readFields, unregistered, type EventDecoder, type ReadPart } from './event-parts.ts'

/** `{ts?, camera, event, confidence?, snapshot?, clip?}` or a list of these. */
export const decodeNativeVideo: EventDecoder = (payload, into) => { decodeEventParts(payload, into, readVideo) }

const readVideo: ReadPart = (part, at, into) => {
  const read = readFields(VideoReport, part)
  if ('problem' in read) return read
  const common = commonFields(at, into)
  if (common === undefined) return unregistered(into.enterprise)
  const { camera: id } = read.fields
  const camera = into.registry.camera(into.enterprise, id)
  if (camera === undefined) {
    return problem('unknown_camera', '.camera', () => ({
      en: `camera ${id} is not registered: register it (POST /api/v1/cameras), or correct the id`, zh: `摄像机 ${id} 未登记；请登记（POST /api/v1/cameras），或更正编号`,
    }))
  }
  return { event: { ...read.fields, ...common, kind: 'video', source: camera.source, cause: 'reported' } }
}
