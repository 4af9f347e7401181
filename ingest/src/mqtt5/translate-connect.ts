import { generate, type IConnectPacket } from 'mqtt-packet'
import { REASON, type Refusal } from './reason.ts'

/** What a CONNECT of MQTT 5 asks for, as far as it is heeded. */
export interface ConnectTerms {
  clientId: string
  /** The client gave none. */
  isAssigned: boolean
  /** Of 3.1.1: the session ends with the connection. */
  clean: boolean
  /** Asked for a session that this broker does not keep: it is to be told so. */
  isShortened: boolean
  /** Messages at QoS 1 and 2 that it takes at once. */
  receiveMaximum: number
  /** Bytes of a packet that it takes. */
  maximumPacketSize: number
  /** May be told reasons in words. */
  wantsReasons: boolean
}

const UNLIMITED = 65_535

/**
 * A session is kept for a client that begins none anew (Clean Start 0) and says how long it is to outlive the connection; like those of 3.1.1 it lasts until
 * the client ends it or the service ends. One that begins anew and is to be kept (Clean Start 1 with an expiry) is not: the client is told an expiry of 0.
 */
export const termsOf = ({ clientId, clean = false, properties = {} }: IConnectPacket, newClientId: () => string): ConnectTerms | Refusal => {
  const { sessionExpiryInterval = 0, receiveMaximum = UNLIMITED, maximumPacketSize = Number.POSITIVE_INFINITY, requestProblemInformation = true, authenticationMethod } = properties
  if (authenticationMethod !== undefined) return { reason: REASON.badAuthenticationMethod, detail: 'extended authentication, which this broker does not offer' }
  if (receiveMaximum === 0 || maximumPacketSize === 0) return { reason: REASON.protocolError, detail: 'a receive maximum or maximum packet size of 0' }
  const isKept = !clean && sessionExpiryInterval > 0
  return {
    clientId: clientId === '' ? newClientId() : clientId, isAssigned: clientId === '', clean: !isKept, isShortened: !isKept && sessionExpiryInterval > 0,
    receiveMaximum, maximumPacketSize, wantsReasons: requestProblemInformation,
  }
}

/** The will without its properties: it is published at once when the connection breaks. */
export const connect4 = ({ keepalive = 0, username, password, will }: IConnectPacket, { clientId, clean }: ConnectTerms): Buffer => generate({
  cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId, clean, keepalive,
  ...(username !== undefined && { username, ...(password !== undefined && { password }) }),
  ...(will !== undefined && { will: { topic: will.topic, payload: will.payload, qos: will.qos ?? 0, retain: will.retain ?? false } }),
}, { protocolVersion: 4 })

/** What this broker tells each client that it takes. */
export interface BrokerTerms {
  maximumPacketSize: number
  /** Messages at QoS 1 and 2 that a client may have under way. */
  receiveMaximum: number
}

/** Return codes of 3.1.1 (3.2.2.3). */
const refusals: readonly number[] = [REASON.success, REASON.unsupportedVersion, REASON.clientIdNotValid, REASON.serverUnavailable, REASON.badUserNameOrPassword, REASON.notAuthorized]

export const connack5 = (sessionPresent: boolean, returnCode: number, terms: ConnectTerms, { maximumPacketSize, receiveMaximum }: BrokerTerms): Buffer => {
  const reasonCode = refusals[returnCode] ?? REASON.unspecified
  if (reasonCode !== REASON.success) return refusedConnack(reasonCode)
  return generate({
    cmd: 'connack', sessionPresent, reasonCode,
    // No topic alias maximum: none are taken.
    properties: {
      receiveMaximum, maximumPacketSize, sharedSubscriptionAvailable: false, subscriptionIdentifiersAvailable: false,
      ...(terms.isAssigned && { assignedClientIdentifier: terms.clientId }), ...(terms.isShortened && { sessionExpiryInterval: 0 }),
    },
  }, { protocolVersion: 5 })
}

export const refusedConnack = (reasonCode: number): Buffer => generate({ cmd: 'connack', sessionPresent: false, reasonCode }, { protocolVersion: 5 })
