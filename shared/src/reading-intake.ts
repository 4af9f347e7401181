import type { Rejection } from './rejection.ts'

export interface IntakeResult {
  accepted: number
  refused: number
  rejections: Rejection[]
}

/** Port: a payload that came by another way than MQTT. Resolves when what was accepted is durable. */
export interface ReadingIntake {
  accept(enterprise: string, payload: Uint8Array, arrivedAt: number): Promise<IntakeResult>
}
