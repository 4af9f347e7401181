import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

/** Somebody goes elsewhere while a form has what is not saved. */
export const UnsavedDialog = ({ onLeave, onStay }: { onLeave(): void; onStay(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <DialogFrame title={t('form.unsavedTitle')} testId="unsaved-dialog" ask={{ ok: t('form.leave'), cancel: t('form.stay'), ready: true, onOk: onLeave, okId: 'unsaved-leave', safe: true }} onClose={onStay}>
      <p>{t('form.unsavedText')}</p>
    </DialogFrame>
  )
}
