import { useState, type ReactElement } from 'react'
import { Input, Radio } from 'antd'
import type { CalibrationView } from '@hazardwatch/shared/instrument-care'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

const results = ['passed', 'adjusted', 'failed'] as const
/** [M] A year for gas detectors. */
const USUAL_DAYS = 365

export interface CalibrationDialogProps {
  name: string
  known: CalibrationView | undefined
  onSave(calibration: { intervalDays: number; reference: string | null; result: (typeof results)[number] }): void
  onClose(): void
}

/** Records a calibration that was done now. */
export const CalibrationDialog = ({ name, known, onSave, onClose }: CalibrationDialogProps): ReactElement => {
  const { t } = useTranslation()
  const [reference, setReference] = useState('')
  const [days, setDays] = useState(String(known?.intervalDays ?? USUAL_DAYS))
  const [result, setResult] = useState<(typeof results)[number]>('passed')
  const intervalDays = Number(days)
  const ready = days.trim() !== '' && intervalDays > 0 && intervalDays <= 3_650
  const save = (): void => { if (ready) onSave({ intervalDays, reference: reference.trim() === '' ? null : reference.trim(), result }) }
  return (
    <DialogFrame title={t('care.calibrateTitle', { name })} testId="calibration-dialog" ask={{ ok: t('care.record'), cancel: t('hide.cancel'), ready, onOk: save, okId: 'calibration-save' }} onClose={onClose}>
      <div className="care-fields">
        <Input value={reference} maxLength={200} aria-label={t('care.reference')} placeholder={t('care.reference')} onChange={(event) => setReference(event.target.value)} onPressEnter={save} data-testid="calibration-reference" />
        <Input value={days} inputMode="numeric" aria-label={t('care.interval')} suffix={t('care.days')} onChange={(event) => setDays(event.target.value)} onPressEnter={save} data-testid="calibration-days" />
      </div>
      <Radio.Group className="spans" value={result} aria-label={t('care.result')} onChange={(event) => setResult(results.find((one) => one === event.target.value) ?? 'passed')}>
        {results.map((one) => <Radio key={one} value={one}>{t(`care.result_${one}`)}</Radio>)}
      </Radio.Group>
    </DialogFrame>
  )
}
