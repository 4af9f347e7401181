import { z } from 'zod'

/**
 * Whether a point speaks: `live`, `silent` (longer than it should), `bad` (its last reading carried no usable value),
 * `never_seen` (not heard since it was registered).
 */
export const presences = ['live', 'silent', 'bad', 'never_seen'] as const
export const Presence = z.enum(presences)
export type Presence = z.infer<typeof Presence>

export const PointPresence = z.object({ point: z.string().describe('ENT/TAG'), presence: Presence, since: z.string().nullable() })
export type PointPresence = z.infer<typeof PointPresence>
