import { useRef, useState, type ReactElement } from 'react'
import { Checkbox, Input, Modal, Radio, type InputRef } from 'antd'
import { useTranslation } from 'react-i18next'

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
  const field = useRef<InputRef>(null)
  const ready = reason.trim() !== ''
  const shelve = (): void => {
    if (ready) onShelve({ reason: reason.trim(), forS, oneShot })
  }
  return (
    <Modal
      open
      title={t('hide.shelveTitle')}
      onCancel={onClose}
      onOk={shelve}
      okText={t('hide.shelve')}
      cancelText={t('hide.cancel')}
      width={480}
      closable={false}
      afterOpenChange={(open) => {
        if (open) field.current?.focus()
      }}
      okButtonProps={{ disabled: !ready, id: 'shelve-save' }}
      data-testid="shelve-dialog"
    >
      <p>{t('hide.shelveText')}</p>
      <Input
        ref={field}
        value={reason}
        maxLength={400}
        aria-label={t('hide.reason')}
        placeholder={t('hide.reasonHint')}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={shelve}
        data-testid="hide-reason"
      />
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
    </Modal>
  )
}
