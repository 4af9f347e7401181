import type { ReactElement } from 'react'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { shortcutActions, shownKeys } from '../keyboard/shortcut.ts'

export const ShortcutsDialog = ({ onClose }: { onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal open title={t('keys.title')} onCancel={onClose} footer={null} width={420} closable={{ 'aria-label': t('app.close') }}>
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
    </Modal>
  )
}
