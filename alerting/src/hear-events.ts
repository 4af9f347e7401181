import { pointKey } from '@hazardwatch/shared/ids'
import { operatingStates, type PlantEvent } from '@hazardwatch/shared/plant-event'
import { GOOD } from '@hazardwatch/shared/quality'
import { applyFindings } from './engine.ts'
import type { Engine } from './engine-state.ts'
import { changeSourceState } from './gate-rules.ts'
import { passOnConditions } from './hear-conditions.ts'
import { OFF } from './detect/limit-columns.ts'
import { createFindings, keep, LATE_MS } from './judge-memory.ts'
import { judgeSignal } from './judge-signal.ts'

/** Takes what has happened at the plants and is no reading: operating states gate rules, what cameras see is judged by rules of kind video. */
export const hearEvents = (engine: Engine, events: readonly PlantEvent[], now: number): void => {
  for (const event of events) {
    if (event.kind === 'video') hearCamera(engine, event, now)
    if (event.kind === 'work' && (operatingStates as readonly string[]).includes(event.type)) {
      const until = event.until === null ? null : Date.parse(event.until)
      changeSourceState(engine, event.enterprise, event.source, { state: event.type, at: Date.parse(event.at), until }, now)
    }
    engine.changes.eventsTo = event.id
  }
}

/** An event that comes late, as a reading may, changes no live state; it stands among the events of the plant. */
const hearCamera = (engine: Engine, event: Extract<PlantEvent, { kind: 'video' }>, now: number): void => {
  const at = Date.parse(event.at)
  if (Date.parse(event.receivedAt) - at > LATE_MS) return
  const { book, memory } = engine
  const findings = createFindings()
  for (const id of engine.videoRules.get(pointKey(event.enterprise, event.camera)) ?? []) {
    const row = book.rows.get(id)
    const rule = row === undefined ? undefined : book.rules.get(row)
    const detection = row === undefined ? undefined : book.detections[row]
    if (row === undefined || rule === undefined || detection === undefined || book.configs.mode[row] === OFF) continue
    const matches = (rule.events as readonly string[] | undefined)?.includes(event.event) ?? false
    if (!matches && event.event !== 'online') continue
    judgeSignal(book.configs, row, book.live, row, detection, 0, at, matches ? event.confidence ?? 1 : 0, GOOD, findings.live)
    keep(book, memory, row, findings)
  }
  passOnConditions(book, memory, now, findings)
  applyFindings(engine, findings)
}
