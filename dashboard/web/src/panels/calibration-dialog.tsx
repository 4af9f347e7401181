import { useRef, useState, type ReactElement } from 'react'
import { Input, Radio, type InputRef } from 'antd'
import type { CalibrationView } from '@hazardwatch/shared/instrument-care'
import { useTranslation } from 'react-i18next'
import { calibrationFault } from './care-fault.ts'
import { DialogFrame } from './dialog-frame.tsx'
import { FieldFault } from './field-fault.tsx'

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
  const [result, setResult] = useState<(typeof results)[number]>()
  const [asked, setAsked] = useState(false)
  const daysField = useRef<InputRef>(null)
  const resultField = useRef<HTMLDivElement>(null)
  const fault = calibrationFault(days, result)
  const told = asked ? fault : undefined
  const save = (): void => {
    if (result !== undefined && fault === undefined) return onSave({ intervalDays: Number(days), reference: reference.trim() === '' ? null : reference.trim(), result })
    setAsked(true)
    if (fault === 'result') resultField.current?.querySelector('input')?.focus()
    else daysField.current?.focus()
  }
  return (
    <DialogFrame title={t('care.calibrateTitle', { name })} testId="calibration-dialog" ask={{ ok: t('care.record'), cancel: t('hide.cancel'), ready: true, onOk: save, okId: 'calibration-save' }} onClose={onClose}>
      <div className="care-fields">
        <Input value={reference} maxLength={200} aria-label={t('care.reference')} placeholder={t('care.reference')} onChange={(event) => setReference(event.target.value)} onPressEnter={save} data-testid="calibration-reference" />
        <Input ref={daysField} value={days} inputMode="numeric" aria-label={t('care.interval')} suffix={t('care.days')} aria-invalid={told === 'interval'} status={told === 'interval' ? 'error' : ''} onChange={(event) => setDays(event.target.value)} onPressEnter={save} data-testid="calibration-days" />
      </div>
      <div ref={resultField}>
        <Radio.Group className="spans" value={result} aria-label={t('care.result')} onChange={(event) => setResult(results.find((one) => one === event.target.value))}>
          {results.map((one) => <Radio key={one} value={one} onKeyDown={(event) => { if (event.key === 'Enter') save() }}>{t(`care.result_${one}`)}</Radio>)}
        </Radio.Group>
      </div>
      <FieldFault text={told === undefined ? null : t(`care.fault_${told}`)} />
    </DialogFrame>
  )
}
