import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetReport } from '../api/rule-calls.ts'
import { spoken } from '../i18n/spoken.ts'

/** Every fault of a workbook, with the row and the column as the spreadsheet counts them. */
export const SheetFaults = ({ faults }: { faults: SheetReport['faults'] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="wide-table" aria-label={t('sheet.faultList')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sheet.row')}</th>
            <th scope="col">{t('sheet.column')}</th>
            <th scope="col">{t('sheet.message')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ row, column, message, messageZh }) => (
            <tr key={`${row} ${column} ${message}`} data-testid="sheet-fault">
              <th scope="row" className="number">
                {row}
              </th>
              <td>{column ?? t('sheet.wholeRow')}</td>
              <td className="wrap">{spoken({ en: message, zh: messageZh })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
