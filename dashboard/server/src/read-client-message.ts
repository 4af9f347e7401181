import { issueWords } from '@hazardwatch/shared/chinese-issue'
import { SubscribeMessage } from '@hazardwatch/shared/feed-message'
import type { Words } from '@hazardwatch/shared/words'

export type ClientMessage = { ok: true; message: SubscribeMessage } | { ok: false; why: Words }

const EXAMPLE = '{"type":"subscribe","region":"220000","points":["DEMO-NH3/GD-07"]}'

/** Reads what a browser sent on the feed. Never throws: what is wrong is told in `why`. */
export const readClientMessage = (text: string): ClientMessage => {
  const value = parseJson(text)
  if (value === undefined) return { ok: false, why: { en: `not JSON; send for example ${EXAMPLE}`, zh: `不是 JSON；例如发送 ${EXAMPLE}` } }
  const result = SubscribeMessage.safeParse(value)
  if (result.success) return { ok: true, message: result.data }
  const faults = result.error.issues.slice(0, 3).map((issue) => ({ where: issue.path.join('.') || 'message', why: issueWords(SubscribeMessage, value, issue) }))
  return {
    ok: false,
    why: {
      en: `${faults.map(({ where, why }) => `${where}: ${why.en}`).join('; ')}; send for example ${EXAMPLE}`,
      zh: `${faults.map(({ where, why }) => `${where}：${why.zh}`).join('；')}；例如发送 ${EXAMPLE}`,
    },
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
