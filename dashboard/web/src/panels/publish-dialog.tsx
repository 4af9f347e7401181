import { useState, type ReactElement } from 'react'
import { Button, Modal } from 'antd'
import { nativeTopic, rejectionsTopic } from '@hazardwatch/shared/topics'
import { useTranslation } from 'react-i18next'

const EXAMPLE = 'DEMO-NH3'
const PAYLOAD = '{"values":{"GD-07":60}}'

/** How to send a reading of one's own, in one line. `origin`: where this page came from. */
export const PublishDialog = ({ origin, onClose }: { origin: string; onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal open title={t('publish.title')} onCancel={onClose} footer={null} width={720} closable={{ 'aria-label': t('app.close') }}>
      <p>{t('publish.intro')}</p>
      <Command title={t('publish.mqtt')} text={`mosquitto_pub -t ${nativeTopic(EXAMPLE, 'readings')} -m '${PAYLOAD}'`} />
      <Command
        title={t('publish.http')}
        text={`curl -X POST '${origin}/api/v1/readings?enterprise=${EXAMPLE}' -H 'content-type: application/json' -d '${PAYLOAD}'`}
      />
      <p>{t('publish.where', { topic: rejectionsTopic('{enterprise}') })}</p>
      <p>{t('publish.time')}</p>
    </Modal>
  )
}

const Command = ({ title, text }: { title: string; text: string }): ReactElement => {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  // The clipboard is there on https and on localhost only; the text can be selected everywhere.
  const copy = (): void =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <div className="command">
      <h3>{title}</h3>
      <pre tabIndex={0} aria-label={title}>
        <code>{text}</code>
      </pre>
      <Button size="small" onClick={copy}>
        {copied ? t('publish.copied') : t('publish.copy')}
      </Button>
    </div>
  )
}
