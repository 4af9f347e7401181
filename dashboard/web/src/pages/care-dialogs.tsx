import type { ReactElement } from 'react'
import { isoTime } from '@hazardwatch/shared/time'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { BumpDialog } from '../panels/bump-dialog.tsx'
import { CalibrationDialog } from '../panels/calibration-dialog.tsx'
import { usePictureSecond } from '../feed/feed-store.ts'
import { beginTest, saveCalibration } from './care-commands.ts'
import { useSettings } from './settings.ts'
import { useCare } from './use-care.ts'
import { useSelectedPoint } from './use-selected.ts'

/** What is asked before something is done to the chosen instrument. */
export const CareDialogs = ({ dialog, onClose }: { dialog: 'bump' | 'calibrate'; onClose(): void }): ReactElement | null => {
  const key = useSelectedPoint()
  return key === undefined ? null : <CareDialog dialog={dialog} point={key} onClose={onClose} />
}

const CareDialog = ({ dialog, point, onClose }: { dialog: 'bump' | 'calibrate'; point: string; onClose(): void }): ReactElement | null => {
  const language = useSettings((settings) => settings.language)
  const known = useLedger((ledger) => ledger.points.get(point))
  const care = useCare(point)
  const now = usePictureSecond()
  if (known === undefined || care === undefined) return null
  const name = nameOf(known, language)
  if (dialog === 'bump') return <BumpDialog name={name} unit={known.unit} rangeHigh={known.rangeHigh} lastGas={care.test?.gas} onStart={(test) => beginTest(point, test)} onClose={onClose} />
  return (
    <CalibrationDialog
      name={name}
      known={care.calibration}
      onSave={(item) => saveCalibration({ ...item, enterprise: known.enterprise, tag: known.tag, calibratedAt: isoTime(now) }, care.calibration !== undefined)}
      onClose={onClose}
    />
  )
}
