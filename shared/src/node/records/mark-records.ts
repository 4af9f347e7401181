import { evidenceKinds, type DetectorReport } from '../../alarm-mark.ts'
import type { Records } from './open-records.ts'

/** Every kind of early warning with its occurrences and marks, whether or not it has any. @param enterprise code; undefined = all */
export const detectorReports = async (records: Records, enterprise: string | undefined): Promise<DetectorReport[]> => {
  const counted = records.selectFrom('occurrence').where('kind', 'in', [...evidenceKinds]).where('late', '=', 0).where('dry_run', '=', 0)
  const rows = await (enterprise === undefined ? counted : counted.where('enterprise', '=', enterprise))
    .select((select) => ['kind', select.fn.countAll<number>().as('alarms'), select.fn.count<number>('mark_useful').as('marked'), select.fn.sum<number | null>('mark_useful').as('useful')])
    .groupBy('kind').execute()
  return evidenceKinds.map((kind) => {
    const row = rows.find((each) => each.kind === kind)
    const marked = row?.marked ?? 0
    const useful = row?.useful ?? 0
    return { kind, alarms: row?.alarms ?? 0, useful, notUseful: marked - useful, usefulShare: marked === 0 ? null : useful / marked }
  })
}
