import { useState, type ReactElement } from 'react'
import { Button, Input } from 'antd'
import type { AlarmComment } from '@hazardwatch/shared/alarm'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../format/duration.ts'

export interface CommentsProps {
  comments: readonly AlarmComment[]
  /** Epoch ms. */
  now: number
  enabled: boolean
  /** Resolves to whether it was taken; the text is kept when it was not. */
  onSend(text: string): Promise<boolean>
}

/** What people wrote about an alarm, newest last, and the place to write. */
export const Comments = ({ comments, now, enabled, onSend }: CommentsProps): ReactElement => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const send = async (): Promise<void> => {
    if (text.trim() === '' || sending) return
    setSending(true)
    if (await onSend(text.trim())) setText('')
    setSending(false)
  }
  return (
    <section className="comments" aria-label={t('plate.comments')}>
      <h3>
        {t('plate.comments')} {comments.length > 0 && <small>{comments.length}</small>}
      </h3>
      <div className="scroll" tabIndex={0} role="log" aria-label={t('plate.comments')}>
        {comments.length === 0 && <p className="empty">{t('plate.noComments')}</p>}
        <ul>
          {comments.map((comment) => (
            <li key={comment.id}>
              <span className="by">
                {comment.by} <small className="number">{formatMoment(Date.parse(comment.at), now)}</small>
              </span>
              <p>{comment.text}</p>
            </li>
          ))}
        </ul>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Input.TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoSize={{ minRows: 1, maxRows: 3 }}
          maxLength={2000}
          aria-label={t('plate.comment')}
          placeholder={t('plate.commentHint')}
          disabled={!enabled}
          data-testid="comment-text"
        />
        <Button htmlType="submit" disabled={!enabled || text.trim() === ''} loading={sending} data-testid="comment-send">
          {t('plate.send')}
        </Button>
      </form>
    </section>
  )
}
