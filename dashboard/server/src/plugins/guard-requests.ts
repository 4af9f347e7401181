import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyHelmet from '@fastify/helmet'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ApiServer } from '../api-server.ts'
import { judgeRequest, type Reachable } from '../judge-request.ts'

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

/** Refuses what another site sends through somebody's browser, before any route or upgrade. */
export const guardRequests = (app: ApiServer, reachable: Reachable): void => {
  app.addHook('onRequest', async ({ method, headers }) => {
    const upgrade = headers.upgrade !== undefined
    const refused = judgeRequest({ method, upgrade, host: headers.host, origin: headers.origin, fetchSite: header(headers['sec-fetch-site']) }, reachable)
    if (refused !== undefined) throw new HazardError('forbidden_origin', refused)
  })
}

/** Only what this server itself serves runs in the page; `unsafe-inline` styles because antd writes its theme into the document. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    // 'self' covers the WebSocket of the same host as well (CSP 3); ws: alone would allow every host.
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
}

/** Security headers and compression. Brotli at 4: at its default of 11 a page of history takes seconds. */
export const setHeaders = async (app: ApiServer): Promise<void> => {
  // No Strict-Transport-Security: the service speaks plain HTTP; whoever puts TLS in front sets it there.
  await app.register(fastifyHelmet, { contentSecurityPolicy, strictTransportSecurity: false, originAgentCluster: false, crossOriginOpenerPolicy: false })
  await app.register(fastifyCompress, { brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } })
}
