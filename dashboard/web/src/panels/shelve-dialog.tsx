import { useState, type ReactElement } from 'react'
import { Checkbox, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'
import { ReasonInput } from './reason-input.tsx'

/** Seconds that are offered; the service allows at most what is configured there and says so. */
const spans = [900, 3_600, 14_400, 28_800] as const

export interface ShelveDialogProps {
  onShelve(shelving: { reason: string; forS: number; oneShot: boolean }): void
  onClose(): void
}

/** Shelving needs a reason and an end. */
export const ShelveDialog = ({ onShelve, onClose }: ShelveDialogProps): ReactElement => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [forS, setForS] = useState<number>(spans[0])
  const [oneShot, setOneShot] = useState(false)
  const ready = reason.trim() !== ''
  const shelve = (): void => {
    if (ready) onShelve({ reason: reason.trim(), forS, oneShot })
  }
  return (
    <DialogFrame title={t('hide.shelveTitle')} testId="shelve-dialog" ask={{ ok: t('hide.shelve'), cancel: t('hide.cancel'), ready, onOk: shelve, okId: 'shelve-save' }} onClose={onClose}>
      <p>{t('hide.shelveText')}</p>
      <ReasonInput value={reason} onChange={setReason} onEnter={shelve} />
      <Radio.Group className="spans" value={forS} aria-label={t('hide.span')} onChange={(event) => setForS(Number(event.target.value))}>
        {spans.map((span) => (
          <Radio key={span} value={span}>
            {span < 3_600 ? t('hide.minutes', { count: span / 60 }) : t('hide.hours', { count: span / 3_600 })}
          </Radio>
        ))}
      </Radio.Group>
      <Checkbox checked={oneShot} onChange={(event) => setOneShot(event.target.checked)}>
        {t('hide.oneShot')}
      </Checkbox>
    </DialogFrame>
  )
}
