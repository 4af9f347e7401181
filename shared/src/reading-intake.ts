import type { Rejection } from './rejection.ts'

export interface IntakeResult {
  accepted: number
  refused: number
  rejections: Rejection[]
}

/** `message` = one native message, as on MQTT; `lines` = one on each line (NDJSON). */
export type PayloadForm = 'message' | 'lines'

/** Port: a payload that came by another way than MQTT. Resolves when what was accepted is durable. */
export interface ReadingIntake {
  /** @param form `message` unless said */
  accept(enterprise: string, payload: Uint8Array, arrivedAt: number, form?: PayloadForm): Promise<IntakeResult>
}
