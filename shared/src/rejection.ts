import { z } from 'zod'

export const rejectionReasons = [
  'not_json', 'wrong_shape', 'wrong_time', 'wrong_value', 'wrong_quality', 'too_large',
  'unknown_enterprise', 'unknown_point', 'unknown_source', 'unknown_camera', 'future', 'no_session',
] as const
export type RejectionReason = (typeof rejectionReasons)[number]

/** What was refused and why, as the sender reads it on `hazard/v1/{enterprise}/rejections` and in the answer to an HTTP post. */
export const Rejection = z.object({
  reason: z.enum(rejectionReasons),
  where: z.string().describe('Path in the payload, for example $[3].values["GD-07"]'),
  detail: z.string().describe('What was wrong and how to mend it'),
  detailZh: z.string().optional().describe('The same in Chinese; left out = it was refused by an earlier version'),
  tag: z.string().optional(),
})
export type Rejection = z.infer<typeof Rejection>

/** The message on the rejections topic. */
export const RejectionNotice = z.object({
  at: z.string(), topic: z.string(), refused: z.number().int(), rejections: z.array(Rejection).max(100),
  withheld: z.number().int().describe('Of `refused`, those of earlier messages that were not told one by one. A notice about these alone has an empty topic'),
})
export type RejectionNotice = z.infer<typeof RejectionNotice>
