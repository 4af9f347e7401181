import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../i18n/spoken.ts'
import type { FieldFault } from '../../rules/rule-faults.ts'

/** What is wrong, below the control that it belongs to. */
export const FaultText = ({ id, faults }: { id: string; faults: readonly FieldFault[] }): ReactElement | null => {
  const { t } = useTranslation()
  if (faults.length === 0) return null
  return (
    <p className="fault" id={id}>
      {faults.map(({ message, words }) => (words === undefined ? spoken(message) : t(`fault.${words.word}`, { value: words.value }))).join('; ')}
    </p>
  )
}
