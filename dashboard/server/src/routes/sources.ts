import { Adcode, EnterpriseCode, SourceCode } from '@hazardwatch/shared/ids'
import { Source, SourceView } from '@hazardwatch/shared/ledger'
import { RiskLevel } from '@hazardwatch/shared/risk'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

export const sourceRoutes = (app: ApiServer, { ledger, desk, regions, turn }: Pick<ServerParts, 'ledger' | 'desk' | 'regions' | 'turn'>): void => {
  ledgerResource(app, {
    name: 'sources',
    turn,
    keyPath: '/:enterprise/:code',
    key: z.object({ enterprise: EnterpriseCode, code: SourceCode }),
    // What was read may be written back: the live level in it is taken and ignored.
    fields: { ...Source.shape, liveLevel: RiskLevel.optional().describe('Ignored: it is assessed, not set') },
    item: Source,
    view: SourceView,
    toView: (source) => ({ ...source, liveLevel: desk.liveLevel(source.enterprise, source.code) }),
    filter: { enterprise: EnterpriseCode.optional(), region: Adcode.optional().describe('With everything below it') },
    list: ({ enterprise, region }) => {
      const inRegion = region === undefined ? undefined : inRegionOf(regions, ledger, region)
      return ledger.sources().filter((item) => (enterprise === undefined || item.enterprise === enterprise) && (inRegion?.(item.enterprise) ?? true))
    },
    keyOf: ({ enterprise, code }) => `${enterprise}/${code}`,
    keyText: ({ enterprise, code }) => `${enterprise}/${code}`,
    find: ({ enterprise, code }) => ledger.source(enterprise, code),
    create: (items) => ledger.createSources(items),
    replace: (item) => ledger.replaceSource(item),
    retire: ({ enterprise, code }) => ledger.retireSource(enterprise, code),
  })
}
