import { useState, type ReactElement } from 'react'
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

export interface OperatorDialogProps {
  name: string
  onSave(name: string): void
  onClose(): void
}

/** Asks for the name under which actions are recorded, until there are accounts. */
export const OperatorDialog = ({ name, onSave, onClose }: OperatorDialogProps): ReactElement => {
  const { t } = useTranslation()
  const [text, setText] = useState(name)
  const ready = text.trim() !== ''
  const save = (): void => {
    if (ready) onSave(text.trim())
  }
  return (
    <DialogFrame title={t('operator.title')} width={420} testId="operator-dialog" ask={{ ok: t('operator.save'), cancel: t('operator.cancel'), ready, onOk: save, okId: 'operator-save' }} onClose={onClose}>
      <p>{t('operator.text')}</p>
      <Input
        value={text}
        maxLength={80}
        // Selected once, when the focus comes: doing it again would throw away what has been typed meanwhile.
        onFocus={(event) => event.target.select()}
        aria-label={t('operator.label')}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={save}
        data-testid="operator-name"
      />
    </DialogFrame>
  )
}
