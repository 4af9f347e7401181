import { useState, type ReactElement } from 'react'
import { Input, Radio, Select } from 'antd'
import { bumpPresets, USUAL_T90_S } from '@hazardwatch/shared/instrument-care'
import { useTranslation } from 'react-i18next'
import type { NewTest } from '../api/care-calls.ts'
import { formatUnit } from '../format/number.ts'
import { DialogFrame } from './dialog-frame.tsx'

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
  const [gas, setGas] = useState<string>(lastGas ?? bumpPresets[0]?.gas ?? '')
  const [text, setText] = useState('')
  const [maxS, setMaxS] = useState<number>(spans[1])
  const concentration = Number(text)
  const ready = text.trim() !== '' && Number.isFinite(concentration) && (rangeHigh === null || concentration <= rangeHigh)
  const start = (): void => { if (ready) onStart({ gas, concentration, maxS }) }
  const preset = bumpPresets.find((one) => one.gas === gas)
  return (
    <DialogFrame title={t('care.bumpTitle', { name })} testId="bump-dialog" ask={{ ok: t('care.bumpBegin'), cancel: t('hide.cancel'), ready, onOk: start, okId: 'bump-begin' }} onClose={onClose}>
      <p>{t('care.bumpText')}</p>
      <div className="care-fields">
        <Input value={text} inputMode="decimal" aria-label={t('care.concentration')} placeholder={t('care.concentration')} suffix={formatUnit(unit)} onChange={(event) => setText(event.target.value)} onPressEnter={start} data-testid="bump-concentration" />
        <Select value={gas} aria-label={t('care.gas')} onChange={setGas} options={bumpPresets.map((one) => ({ value: one.gas, label: t(`gas.${one.gas.replace(' ', '_')}` as 'gas.methane') }))} />
      </div>
      <p className="caveat">{t('care.expected', { seconds: preset?.expectedT90S ?? USUAL_T90_S, standard: preset?.standard ?? '[M]' })}</p>
      <Radio.Group className="spans" value={maxS} aria-label={t('care.most')} onChange={(event) => setMaxS(Number(event.target.value))}>
        {spans.map((span) => <Radio key={span} value={span}>{t('hide.minutes', { count: span / 60 })}</Radio>)}
      </Radio.Group>
    </DialogFrame>
  )
}
