import { useRef, useState, type ReactElement } from 'react'
import { Input, Modal, type InputRef } from 'antd'
import { useTranslation } from 'react-i18next'

/** Taking an alarm out of service needs a reason; it lasts until somebody ends it. */
export const ReasonDialog = ({ onGive, onClose }: { onGive(reason: string): void; onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const field = useRef<InputRef>(null)
  const give = (): void => {
    if (reason.trim() !== '') onGive(reason.trim())
  }
  return (
    <Modal
      open
      title={t('hide.outOfServiceTitle')}
      onCancel={onClose}
      onOk={give}
      okText={t('hide.outOfService')}
      cancelText={t('hide.cancel')}
      width={480}
      closable={false}
      afterOpenChange={(open) => {
        if (open) field.current?.focus()
      }}
      okButtonProps={{ disabled: reason.trim() === '' }}
      data-testid="reason-dialog"
    >
      <p>{t('hide.outOfServiceText')}</p>
      <Input
        ref={field}
        value={reason}
        maxLength={400}
        aria-label={t('hide.reason')}
        placeholder={t('hide.reasonHint')}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={give}
        data-testid="hide-reason"
      />
    </Modal>
  )
}
