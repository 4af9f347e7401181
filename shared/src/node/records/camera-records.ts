import type { Insertable, Selectable, Transaction } from 'kysely'
import { Camera } from '../../camera.ts'
import { HazardError } from '../../error-codes.ts'
import { pointKey } from '../../ids.ts'
import type { Ledger, LedgerChange } from '../../ledger-port.ts'
import { chunks } from './chunks.ts'
import { checkEnterpriseExists, checkNew, found } from './ledger-checks.ts'
import { dropCamera, putCamera, type LedgerPicture } from './ledger-picture.ts'
import type { Records } from './open-records.ts'
import type { CameraTable, Tables } from './tables.ts'

const keyOf = ({ enterprise, id }: Camera): string => pointKey(enterprise, id)

const rowOf = (item: Camera): Insertable<CameraTable> => ({
  enterprise: item.enterprise, id: item.id, name: item.name, name_en: item.nameEn ?? null, source: item.source,
  expected_interval_s: item.expectedIntervalS, lon: item.location?.lon ?? null, lat: item.location?.lat ?? null, retired: 0,
})

const cameraOf = (row: Selectable<CameraTable>): Camera => Camera.parse({
  enterprise: row.enterprise, id: row.id, name: row.name, ...(row.name_en !== null && { nameEn: row.name_en }), source: row.source,
  expectedIntervalS: row.expected_interval_s, location: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
})

export const loadCameras = async (records: Records, picture: LedgerPicture): Promise<void> => {
  for (const row of await records.selectFrom('camera').selectAll().where('retired', '=', 0).execute()) putCamera(picture, cameraOf(row))
}

const putCameraRows = (records: Records, items: readonly Camera[]): Promise<void> => records.transaction().execute(async (transaction) => {
  for (const part of chunks(items)) {
    await transaction.insertInto('camera').values(part.map(rowOf))
      .onConflict((conflict) => conflict.columns(['enterprise', 'id']).doUpdateSet((row) => ({
        name: row.ref('excluded.name'), name_en: row.ref('excluded.name_en'), source: row.ref('excluded.source'), expected_interval_s: row.ref('excluded.expected_interval_s'),
        lon: row.ref('excluded.lon'), lat: row.ref('excluded.lat'), retired: row.ref('excluded.retired'),
      }))).execute()
  }
})

/** Cameras of an enterprise, or of one of its sources. */
export const camerasOf = (picture: LedgerPicture, enterprise: string, source?: string): Camera[] =>
  [...picture.cameras.values()].filter((camera) => camera.enterprise === enterprise && (source === undefined || camera.source === source))

export const retireCameras = async (transaction: Transaction<Tables>, cameras: readonly Camera[]): Promise<LedgerChange[]> => {
  for (const { enterprise, id } of cameras) {
    await transaction.updateTable('camera').set({ retired: 1 }).where('enterprise', '=', enterprise).where('id', '=', id).execute()
  }
  return cameras.map((camera) => ({ type: 'camera', camera, retired: true }))
}

const checkCamera = (picture: LedgerPicture, item: Camera): void => {
  checkEnterpriseExists(picture, item.enterprise)
  const owner = picture.cameraOwners.get(item.id)
  if (owner !== undefined && owner !== item.enterprise) {
    throw new HazardError('already_exists', {
      en: `camera ${item.id} is that of enterprise ${owner}; a GB/T 28181 id names one device: correct it, or retire it there first`,
      zh: `摄像机 ${item.id} 属于企业 ${owner}；一个 GB/T 28181 编码只对应一台设备：更正编码，或先在该企业删除它`,
    })
  }
  if (item.source !== null && !picture.sources.has(pointKey(item.enterprise, item.source))) {
    throw new HazardError('unknown_reference', {
      en: `source ${pointKey(item.enterprise, item.source)} is not in the ledger; register it first (POST /api/v1/sources), or use null`,
      zh: `台账中没有危险源 ${pointKey(item.enterprise, item.source)}；请先登记（POST /api/v1/sources），或填 null`,
    })
  }
}

export const cameraReads = (picture: LedgerPicture): Pick<Ledger, 'cameras' | 'camera'> => ({
  cameras: () => [...picture.cameras.values()],
  camera: (enterprise, id) => picture.cameras.get(pointKey(enterprise, id)),
})

export const cameraWrites = (
  records: Records, picture: LedgerPicture, write: (work: () => Promise<LedgerChange[]>) => Promise<void>,
): Pick<Ledger, 'createCameras' | 'replaceCamera' | 'retireCamera'> => ({
  createCameras: (items) => write(async () => {
    checkNew('camera', items.map((item) => item.id), (id) => picture.cameraOwners.has(id))
    for (const item of items) checkCamera(picture, item)
    await putCameraRows(records, items)
    for (const item of items) putCamera(picture, item)
    return items.map((camera) => ({ type: 'camera', camera, retired: false }))
  }),
  replaceCamera: (item) => write(async () => {
    found('camera', keyOf(item), picture.cameras.get(keyOf(item)))
    checkCamera(picture, item)
    await putCameraRows(records, [item])
    putCamera(picture, item)
    return [{ type: 'camera', camera: item, retired: false }]
  }),
  retireCamera: (enterprise, id) => write(async () => {
    const camera = found('camera', pointKey(enterprise, id), picture.cameras.get(pointKey(enterprise, id)))
    const changes = await records.transaction().execute((transaction) => retireCameras(transaction, [camera]))
    dropCamera(picture, camera)
    return changes
  }),
})
