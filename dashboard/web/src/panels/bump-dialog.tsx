import { useRef, useState, type ReactElement } from 'react'
import { Input, Radio, Select, type InputRef, type RefSelectProps } from 'antd'
import { bumpPresets, USUAL_T90_S } from '@hazardwatch/shared/instrument-care'
import { useTranslation } from 'react-i18next'
import type { NewTest } from '../api/care-calls.ts'
import { formatLimit, formatUnit, withUnit } from '../format/number.ts'
import { gasName } from '../i18n/gas-name.ts'
import { bumpFault } from './care-fault.ts'
import { DialogFrame } from './dialog-frame.tsx'
import { FieldFault } from './field-fault.tsx'

/** Seconds that are offered: so long nobody hears the point at most. */
const spans = [120, 300, 600, 1_200] as const

export interface BumpDialogProps {
  name: string
  unit: string
  rangeHigh: number | null
  /** Of the last test; undefined = there was none. */
  lastGas: string | undefined
  onStart(test: NewTest): void
  onClose(): void
}

/** Asks for the gas before its alarms are suppressed, and says so. */
export const BumpDialog = ({ name, unit, rangeHigh, lastGas, onStart, onClose }: BumpDialogProps): ReactElement => {
  const { t } = useTranslation()
  const [gas, setGas] = useState(lastGas)
  const [text, setText] = useState('')
  const [maxS, setMaxS] = useState<number>(spans[1])
  const [asked, setAsked] = useState(false)
  const gasField = useRef<RefSelectProps>(null)
  const concentrationField = useRef<InputRef>(null)
  const fault = bumpFault(gas, text, rangeHigh)
  const told = asked ? fault : undefined
  const ofFigure = told !== undefined && told !== 'gas'
  const start = (): void => {
    if (gas !== undefined && fault === undefined) return onStart({ gas, concentration: Number(text), maxS })
    setAsked(true)
    ;(fault === 'gas' ? gasField : concentrationField).current?.focus()
  }
  const preset = bumpPresets.find((one) => one.gas === gas)
  const gases = new Set([...bumpPresets.map((one) => one.gas), ...(lastGas === undefined ? [] : [lastGas])])
  return (
    <DialogFrame title={t('care.bumpTitle', { name })} testId="bump-dialog" ask={{ ok: t('care.bumpBegin'), cancel: t('hide.cancel'), ready: true, onOk: start, okId: 'bump-begin' }} onClose={onClose}>
      <p>{t('care.bumpText')}</p>
      <div className="care-fields">
        <Select
          ref={gasField} value={gas} onChange={setGas} aria-label={t('care.gas')} placeholder={t('care.gas')} aria-invalid={told === 'gas'} status={told === 'gas' ? 'error' : ''} data-testid="bump-gas"
          options={[...gases].map((one) => ({ value: one, label: gasName(one, t) }))}
        />
        <Input
          ref={concentrationField} value={text} inputMode="decimal" aria-label={t('care.concentration')} placeholder={t('care.concentration')} suffix={formatUnit(unit)} aria-invalid={ofFigure} status={ofFigure ? 'error' : ''}
          onChange={(event) => setText(event.target.value)} onPressEnter={start} data-testid="bump-concentration" data-first={lastGas === undefined ? undefined : true}
        />
      </div>
      <FieldFault text={told === undefined ? null : t(`care.fault_${told}`, { most: withUnit(formatLimit(rangeHigh ?? 0), unit) })} />
      {gas !== undefined && <p className="caveat">{t('care.expected', { seconds: preset?.expectedT90S ?? USUAL_T90_S, standard: preset?.standard ?? '[M]' })}</p>}
      <Radio.Group className="spans" value={maxS} aria-label={t('care.most')} onChange={(event) => setMaxS(Number(event.target.value))}>
        {spans.map((span) => <Radio key={span} value={span}>{t('hide.minutes', { count: span / 60 })}</Radio>)}
      </Radio.Group>
    </DialogFrame>
  )
}
