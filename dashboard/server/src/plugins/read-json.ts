import type { FastifyRequest } from 'fastify'
import type { ApiServer } from '../api-server.ts'

/** Of JSON merge patches (RFC 7396), which PATCH takes, and which clients that know it name so. */
const MERGE_PATCH = 'application/merge-patch+json'

/** JSON bodies. Clients that always name a content type send DELETE with one and without a body: nothing is missing there. */
export const readJson = (app: ApiServer): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>(['application/json', MERGE_PATCH], { parseAs: 'string' }, (request: FastifyRequest, body, done) => {
    if (request.method === 'DELETE' && body === '') done(null, undefined)
    else void parse(request, body, done)
  })
}
