import { Camera, CameraId, CameraState, CameraView } from '@hazardwatch/shared/camera'
import { EnterpriseCode, pointKey, SourceCode } from '@hazardwatch/shared/ids'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { queryFlag } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

export const cameraRoutes = (app: ApiServer, { ledger, events, turn }: Pick<ServerParts, 'ledger' | 'events' | 'turn'>): void => {
  ledgerResource(app, {
    name: 'cameras',
    turn,
    keyPath: '/:enterprise/:id',
    key: z.object({ enterprise: EnterpriseCode, id: CameraId }),
    // What was read may be written back.
    fields: { ...Camera.shape, ...CameraState.partial().shape },
    item: Camera,
    // Every camera may be written without what few have.
    complete: (written) => ({ source: null, expectedIntervalS: null, location: null, ...written }),
    view: CameraView,
    toView: (camera) => ({ ...camera, ...events.camera(camera.enterprise, camera.id) }),
    filter: { enterprise: EnterpriseCode.optional(), source: SourceCode.optional(), online: queryFlag.optional().describe('false: offline or never heard') },
    list: ({ enterprise, source, online }) =>
      ledger.cameras().filter((camera) => (online === undefined || (events.camera(camera.enterprise, camera.id).online ?? false) === online) && (enterprise === undefined || camera.enterprise === enterprise) && (source === undefined || camera.source === source)),
    keyOf: ({ enterprise, id }) => pointKey(enterprise, id),
    keyText: ({ enterprise, id }) => pointKey(enterprise, id),
    find: ({ enterprise, id }) => ledger.camera(enterprise, id),
    create: (items) => ledger.createCameras(items),
    replace: (item) => ledger.replaceCamera(item),
    retire: ({ enterprise, id }) => ledger.retireCamera(enterprise, id),
  })
}
