import type { ReactElement } from 'react'
import { nativeTopic, rejectionsTopic } from '@hazardwatch/shared/topics'
import { useTranslation } from 'react-i18next'
import { CopyLine } from './copy-line.tsx'
import { DialogFrame } from './dialog-frame.tsx'

const EXAMPLE = 'DEMO-NH3'
const PAYLOAD = '{"values":{"GD-07":60}}'

/** How to send a reading of one's own, in one line. `origin`: where this page came from. */
export const PublishDialog = ({ origin, onClose }: { origin: string; onClose(): void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <DialogFrame title={t('publish.title')} width={720} onClose={onClose}>
      <p>{t('publish.intro')}</p>
      <CopyLine title={t('publish.mqtt')} text={`mosquitto_pub -t ${nativeTopic(EXAMPLE, 'readings')} -m '${PAYLOAD}'`} />
      <CopyLine
        title={t('publish.http')}
        text={`curl -X POST '${origin}/api/v1/readings?enterprise=${EXAMPLE}' -H 'content-type: application/json' -d '${PAYLOAD}'`}
      />
      <p>{t('publish.where', { topic: rejectionsTopic('{enterprise}') })}</p>
      <p>{t('publish.time')}</p>
    </DialogFrame>
  )
}
