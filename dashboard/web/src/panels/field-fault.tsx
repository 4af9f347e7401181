import type { ReactElement } from 'react'

/** What is missing in a dialog, in a place that was there before, so that it is spoken. */
export const FieldFault = ({ text }: { text: string | null }): ReactElement => (
  <div role="alert" className="field-fault" data-testid="field-fault">{text}</div>
)
