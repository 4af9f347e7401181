import { EnterpriseCode, SourceCode, Tag, pointKey } from '@hazardwatch/shared/ids'
import { Point } from '@hazardwatch/shared/ledger'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

/** The tag is a wildcard because it may contain slashes, encoded or not. */
const Key = z.object({ enterprise: EnterpriseCode, '*': Tag.describe('Tag, URI-encoded; may contain slashes') })

export const pointRoutes = (app: ApiServer, { ledger, turn }: Pick<ServerParts, 'ledger' | 'turn'>): void => {
  ledgerResource(app, {
    name: 'points',
    turn,
    keyPath: '/:enterprise/*',
    key: Key,
    fields: Point.shape,
    item: Point,
    view: Point,
    toView: (point) => point,
    filter: { enterprise: EnterpriseCode.optional(), source: SourceCode.optional(), quantity: z.string().max(60).optional() },
    list: ({ enterprise, source, quantity }) =>
      ledger.points(enterprise).filter((point) => (source === undefined || point.source === source) && (quantity === undefined || point.quantity === quantity)),
    keyOf: ({ enterprise, tag }) => pointKey(enterprise, tag),
    keyText: ({ enterprise, '*': tag }) => pointKey(enterprise, tag),
    find: ({ enterprise, '*': tag }) => ledger.point(enterprise, tag),
    create: (items) => ledger.createPoints(items),
    replace: (item) => ledger.replacePoint(item),
    retire: ({ enterprise, '*': tag }) => ledger.retirePoint(enterprise, tag),
  })
}
