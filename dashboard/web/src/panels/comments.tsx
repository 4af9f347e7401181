import { useState, type ReactElement } from 'react'
import { Button, Input } from 'antd'
import type { AlarmComment, AlarmJournalEntry } from '@hazardwatch/shared/alarm'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { reasonText } from '../alarms/reason-text.ts'
import { formatMoment } from '../format/duration.ts'

export interface CommentsProps {
  comments: readonly AlarmComment[]
  /** What happened to it, oldest first. */
  journal: readonly AlarmJournalEntry[]
  /** Epoch ms. */
  now: number
  enabled: boolean
  /** Resolves to whether it was taken; the text is kept when it was not. */
  onSend(text: string): Promise<boolean>
}

/** What people wrote about an alarm, newest last, and the place to write. */
export const Comments = ({ comments, journal, now, enabled, onSend }: CommentsProps): ReactElement => {
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
        {comments.length + journal.length === 0 && <p className="empty">{t('plate.noComments')}</p>}
        <ul>
          {timeline(comments, journal).map((entry) =>
            'text' in entry ? (
              <li key={`note ${entry.id}`}>
                <span className="by">
                  {entry.by} <small className="number">{formatMoment(Date.parse(entry.at), now)}</small>
                </span>
                <p>{entry.text}</p>
              </li>
            ) : (
              <li key={entry.seq} className="event">
                <small className="number">{formatMoment(Date.parse(entry.at), now)}</small> {eventText(entry, t, now)}
              </li>
            ),
          )}
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

/** Notes and events in the order in which they were recorded. */
const timeline = (comments: readonly AlarmComment[], journal: readonly AlarmJournalEntry[]): (AlarmComment | AlarmJournalEntry)[] =>
  [...journal, ...comments].sort((a, b) => Date.parse('recordedAt' in a ? a.recordedAt : a.at) - Date.parse('recordedAt' in b ? b.recordedAt : b.at))

const eventNames = [
  'raised', 'cleared', 'acknowledged', 'reset', 'superseded', 'reAlarmed', 'confirmed', 'assigned', 'marked', 'shelved', 'unshelved', 'suppressed', 'unsuppressed',
  'outOfService', 'returnedToService',
] as const

/** What happened, by whom and why, in a line. */
const eventText = ({ event, by, reason }: AlarmJournalEntry, t: TFunction, now: number): string => {
  const name = eventNames.find((known) => known === event)
  return [name === undefined ? event : t(`event.${name}`), by, reason === null ? null : reasonText(reason, now)].filter((part) => part !== null).join(' · ')
}
