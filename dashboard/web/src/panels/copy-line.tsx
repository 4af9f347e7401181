import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** A line to be pasted into a shell, with a button that copies it. */
export const CopyLine = ({ title, text }: { title: string; text: string }): ReactElement => {
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
      <h4>{title}</h4>
      <pre tabIndex={0} aria-label={title}>
        <code>{text}</code>
      </pre>
      <Button size="small" onClick={copy} aria-label={`${t('publish.copy')}: ${title}`}>
        {copied ? t('publish.copied') : t('publish.copy')}
      </Button>
    </div>
  )
}
