import type { ReactElement } from 'react'
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'

/** Why an alarm is hidden: without it nothing is. */
export const ReasonInput = ({ value, onChange, onEnter }: { value: string; onChange(value: string): void; onEnter(): void }): ReactElement => {
  const { t } = useTranslation()
  return <Input value={value} maxLength={400} aria-label={t('hide.reason')} placeholder={t('hide.reasonHint')} onChange={(event) => onChange(event.target.value)} onPressEnter={onEnter} data-testid="hide-reason" />
}
