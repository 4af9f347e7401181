/** Where an external broker is and how to enter, from a URL such as `mqtts://user:secret@broker.example:8883`. */
export interface BrokerAddress {
  host: string
  port: number
  tls: boolean
  username: string | undefined
  password: string | undefined
  /** Certificates (PEM) of who may have signed the broker's; left out = those that the system trusts. */
  ca?: string
}

const standardPorts: Readonly<Record<string, { port: number; tls: boolean }>> = { 'mqtt:': { port: 1883, tls: false }, 'mqtts:': { port: 8883, tls: true } }

/** @returns the address, or undefined when the text is no URL of a broker (`mqtt://` or `mqtts://`). */
export const parseBrokerUrl = (text: string): BrokerAddress | undefined => {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const standard = standardPorts[url.protocol]
  if (standard === undefined || url.hostname === '' || (url.pathname !== '' && url.pathname !== '/')) return undefined
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? standard.port : Number(url.port),
    tls: standard.tls,
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
  }
}
