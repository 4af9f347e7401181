import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { shortcutActions, shownKeys } from '../keyboard/shortcut.ts'
import { DialogFrame } from './dialog-frame.tsx'

export const ShortcutsDialog = ({ onClose }: { onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <DialogFrame title={t('keys.title')} width={420} onClose={onClose}>
      <dl className="shortcut-list">
        {shortcutActions.map((action) => (
          <div key={action}>
            <dt>
              {shownKeys[action].map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${action}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('keys.note')}</p>
    </DialogFrame>
  )
}
