const TIMEOUT_MS = 10_000

/**
 * One HTTP request with a JSON answer.
 * @throws Error that says which request failed, what the service answered (RFC 9457 `detail` when there is one) and what to do.
 */
export const requestJson = async (url: URL, body?: unknown): Promise<unknown> => {
  const method = body === undefined ? 'GET' : 'POST'
  const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  let response: Response
  let text: string
  try {
    response = await fetch(url, { method, signal: AbortSignal.timeout(TIMEOUT_MS), ...init })
    text = await response.text()
  } catch (error) {
    throw new Error(`${url.origin} does not answer (${causeOf(error)}). Start the service first, or give its address with --http.`, { cause: error })
  }
  if (!response.ok) throw new Error(`${method} ${url.href} was answered with ${response.status}: ${problemText(text)}`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${method} ${url.href} was not answered with JSON. Is this the address of a HazardWatch service?`, { cause: error })
  }
}

/** fetch says only "fetch failed"; what happened stands in the cause. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`
  return error.cause instanceof Error ? error.cause.message : error.message
}

const problemText = (text: string): string => {
  try {
    const problem: unknown = JSON.parse(text)
    if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail)
  } catch {
    // Not problem details: the text itself is shown.
  }
  return text.slice(0, 300)
}
