import { Adcode } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { Region, regionLevels } from '@hazardwatch/shared/region'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageByKey, pageQuery } from '../list-page.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({
  parent: Adcode.optional().describe('Only those directly below it'),
  level: z.enum(regionLevels).optional(),
  ...pageQuery,
})

export const regionRoutes = (app: ApiServer, { regions }: Pick<ServerParts, 'regions'>): void => {
  app.get('/api/v1/regions', {
    schema: { tags: ['regions'], summary: 'List regions', querystring: Query, response: { 200: pageOf(Region), ...problems('bad_request') } },
  }, async ({ query }) => {
    const chosen = regions.filter((region) =>
      (query.parent === undefined || region.parent === query.parent) && (query.level === undefined || region.level === query.level))
    return pageByKey(chosen, (region) => region.adcode, query)
  })
  app.get('/api/v1/regions/:adcode', {
    schema: {
      tags: ['regions'], summary: 'Read one of the regions', params: z.object({ adcode: Adcode }),
      response: { 200: Region, ...problems('bad_request', 'not_found') },
    },
  }, async ({ params }) => {
    const region = regions.find(({ adcode }) => adcode === params.adcode)
    if (region === undefined) throw noSuch('regions', params.adcode)
    return region
  })
}
