import { SubscribeMessage } from '@hazardwatch/shared/feed-message'

export type ClientMessage = { ok: true; message: SubscribeMessage } | { ok: false; detail: string }

const EXAMPLE = '{"type":"subscribe","region":"220000","points":["DEMO-NH3/GD-07"]}'

/** Reads what a browser sent on the feed. Never throws: what is wrong is told in `detail`. */
export const readClientMessage = (text: string): ClientMessage => {
  const value = parseJson(text)
  if (value === undefined) return { ok: false, detail: `not JSON; send for example ${EXAMPLE}` }
  const result = SubscribeMessage.safeParse(value)
  if (result.success) return { ok: true, message: result.data }
  const faults = result.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`)
  return { ok: false, detail: `${faults.join('; ')}; send for example ${EXAMPLE}` }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
