import { useRef, useState, type ReactElement } from 'react'
import { Input, Modal, type InputRef } from 'antd'
import { useTranslation } from 'react-i18next'

export interface OperatorDialogProps {
  name: string
  onSave(name: string): void
  onClose(): void
}

/** Asks for the name under which actions are recorded, until there are accounts. */
export const OperatorDialog = ({ name, onSave, onClose }: OperatorDialogProps): ReactElement => {
  const { t } = useTranslation()
  const [text, setText] = useState(name)
  const field = useRef<InputRef>(null)
  const save = (): void => {
    if (text.trim() !== '') onSave(text.trim())
  }
  return (
    <Modal
      open
      title={t('operator.title')}
      onCancel={onClose}
      onOk={save}
      okText={t('operator.save')}
      cancelText={t('operator.cancel')}
      width={420}
      // The dialog puts the focus on its first control: that has to be the field, or the name would be typed into nothing.
      closable={false}
      afterOpenChange={(open) => {
        if (open && document.activeElement !== field.current?.input) field.current?.focus()
      }}
      okButtonProps={{ disabled: text.trim() === '', id: 'operator-save' }}
      data-testid="operator-dialog"
    >
      <p>{t('operator.text')}</p>
      <Input
        ref={field}
        value={text}
        maxLength={80}
        // Selected once, when the focus comes: doing it again would throw away what has been typed meanwhile.
        onFocus={(event) => event.target.select()}
        aria-label={t('operator.label')}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={save}
        data-testid="operator-name"
      />
    </Modal>
  )
}
