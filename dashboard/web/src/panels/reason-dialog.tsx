import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'
import { ReasonInput } from './reason-input.tsx'

/** Taking an alarm out of service needs a reason; it lasts until somebody ends it. */
export const ReasonDialog = ({ onGive, onClose }: { onGive(reason: string): void; onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== ''
  const give = (): void => {
    if (ready) onGive(reason.trim())
  }
  return (
    <DialogFrame title={t('hide.outOfServiceTitle')} testId="reason-dialog" ask={{ ok: t('hide.outOfService'), cancel: t('hide.cancel'), ready, onOk: give }} onClose={onClose}>
      <p>{t('hide.outOfServiceText')}</p>
      <ReasonInput value={reason} onChange={setReason} onEnter={give} />
    </DialogFrame>
  )
}
