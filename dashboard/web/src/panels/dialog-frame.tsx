import { useRef, type ReactElement, type ReactNode } from 'react'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

export interface DialogFrameProps {
  title: string
  width?: number
  testId?: string
  /** What it asks for; left out: it only tells something. */
  ask?: {
    ok: string
    cancel: string
    ready: boolean
    onOk(): void
    /** Of the button. */
    okId?: string
    /** Whoever presses Enter at once stays on the safe side. */
    safe?: boolean
  }
  onClose(): void
  children: ReactNode
}

/** What all dialogs share: Esc and a button that close it, and the focus on the field that asks first (`data-first`, or else the first), or the name would be typed into nothing. */
export const DialogFrame = ({ title, width = 480, testId, ask, onClose, children }: DialogFrameProps): ReactElement => {
  const { t } = useTranslation()
  const body = useRef<HTMLDivElement>(null)
  const focusFirst = (): void => {
    const field = body.current?.querySelector<HTMLInputElement>('input[data-first]') ?? body.current?.querySelector('input')
    // Focused again it would select, and lose, what has been typed meanwhile.
    if (field !== null && field !== undefined && document.activeElement !== field) field.focus()
  }
  return (
    <Modal
      open title={title} width={width} onCancel={onClose} data-testid={testId}
      closable={ask === undefined ? { 'aria-label': t('app.close') } : false}
      afterOpenChange={(open) => { if (open) focusFirst() }}
      {...(ask === undefined ? { footer: null } : {
        onOk: ask.onOk, okText: ask.ok, cancelText: ask.cancel, okButtonProps: { disabled: !ask.ready, ...(ask.okId !== undefined && { id: ask.okId }) }, cancelButtonProps: { autoFocus: ask.safe === true },
      })}
    >
      <div ref={body}>{children}</div>
    </Modal>
  )
}
