import { Camera, CameraId } from '@hazardwatch/shared/camera'
import { EnterpriseCode, pointKey, SourceCode } from '@hazardwatch/shared/ids'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

export const cameraRoutes = (app: ApiServer, { ledger }: Pick<ServerParts, 'ledger'>): void => {
  ledgerResource(app, {
    name: 'cameras',
    keyPath: '/:enterprise/:id',
    key: z.object({ enterprise: EnterpriseCode, id: CameraId }),
    fields: Camera.shape,
    item: Camera,
    // Every camera may be written without what few have.
    complete: (written) => ({ source: null, expectedIntervalS: null, location: null, ...written }),
    view: Camera,
    toView: (camera) => camera,
    filter: { enterprise: EnterpriseCode.optional(), source: SourceCode.optional() },
    list: ({ enterprise, source }) =>
      ledger.cameras().filter((camera) => (enterprise === undefined || camera.enterprise === enterprise) && (source === undefined || camera.source === source)),
    keyOf: ({ enterprise, id }) => pointKey(enterprise, id),
    keyText: ({ enterprise, id }) => pointKey(enterprise, id),
    find: ({ enterprise, id }) => ledger.camera(enterprise, id),
    create: (items) => ledger.createCameras(items),
    replace: (item) => ledger.replaceCamera(item),
    retire: ({ enterprise, id }) => ledger.retireCamera(enterprise, id),
  })
}
