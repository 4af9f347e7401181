import type { Words } from '@hazardwatch/shared/words'

/** Where the service is meant to be reached. */
export interface Reachable {
  /** The host name or address it listens on. */
  host: string
  /** Something in front of it guards it (HAZARD_OPEN): any name may lead here. */
  open: boolean
}

export interface RequestFacts {
  method: string
  /** A WebSocket upgrade. */
  upgrade: boolean
  host: string | undefined
  origin: string | undefined
  /** Sec-Fetch-Site: what the browser itself says about who asks. */
  fetchSite: string | undefined
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
const fromElsewhere: Words = { en: 'the request comes from a page of another site', zh: '请求来自其他站点的页面' }
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Safety while there are no accounts: a web page of another site must neither reach the service under a name of its own (DNS rebinding)
 * nor change anything through the browser of somebody who may.
 * @returns why the request is refused, or undefined when it is not.
 */
export const judgeRequest = (facts: RequestFacts, reachable: Reachable): Words | undefined => {
  if (!reachable.open && !isOurName(facts.host, reachable.host)) {
    const names = [...new Set([...LOOPBACK_NAMES, bracketed(reachable.host)])].join(', ')
    return { en: `this service is not known as "${facts.host ?? ''}"; use ${names}`, zh: `本服务没有 “${facts.host ?? ''}” 这个名称；请用 ${names}` }
  }
  if (!facts.upgrade && SAFE_METHODS.includes(facts.method)) return undefined
  if (facts.origin === undefined) return facts.fetchSite === 'cross-site' ? fromElsewhere : undefined
  if (isSameSite(facts.origin, facts.host)) return undefined
  return {
    en: `the page is from ${facts.origin} and this service is ${facts.host ?? 'unnamed'}; a reverse proxy in between must pass the Host header on`,
    zh: `页面来自 ${facts.origin}，而本服务是 ${facts.host ?? '（无名称）'}；中间若有反向代理，须原样转发 Host 请求头`,
  }
}

/** @returns an IPv6 address in brackets as URLs have it; anything else as it is. */
const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)

const isOurName = (header: string | undefined, configured: string): boolean => {
  const name = hostName(header)
  return name !== undefined && (LOOPBACK_NAMES.includes(name) || name === bracketed(configured).toLowerCase())
}

/** @returns the name of a Host header without its port, or undefined when there is no valid one. */
const hostName = (header: string | undefined): string | undefined => {
  // URL would swallow user@host, paths and fragments, so only what a Host header may consist of gets that far.
  if (header === undefined || !/^[\w.[\]:-]+$/.test(header)) return undefined
  return URL.parse(`http://${header}`)?.hostname
}

const isSameSite = (origin: string, host: string | undefined): boolean => {
  const page = URL.parse(origin)
  if (page === null || host === undefined || (page.protocol !== 'http:' && page.protocol !== 'https:')) return false
  // Read with the scheme of the page, so that a default port counts as none on both sides.
  return URL.parse(`${page.protocol}//${host}`)?.host === page.host
}
