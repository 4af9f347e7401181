import { useRef, useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { sendSheet, sheetAddress, type SheetReport } from '../api/rule-calls.ts'
import { SheetFaults } from '../panels/sheet-faults.tsx'
import { underName } from './commands.ts'
import { useSettings } from './settings.ts'

/** The master alarm database out to a spreadsheet and back: checked first, written when it is whole. */
export const SheetDesk = ({ enterprise, name, onWritten }: { enterprise: string; name: string; onWritten(): void }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<SheetReport | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const round = useRef(0)
  const send = async (chosen: File, dryRun: boolean): Promise<void> => {
    const mine = ++round.current
    setBusy(true)
    const answered = await underName((by) => sendSheet(chosen, dryRun, { by, reason: reason.trim() === '' ? chosen.name : reason.trim() }).then((value) => ({ value }), (refusal: unknown) => ({ refusal })))
    setBusy(false)
    if (answered === undefined || mine !== round.current) return
    setReport('value' in answered ? answered.value : null)
    setProblem('refusal' in answered ? answered.refusal : null)
    if ('value' in answered && answered.value.written) onWritten()
  }
  const choose = (chosen: File | undefined): void => {
    setFile(chosen ?? null)
    setReport(null)
    setProblem(null)
    if (chosen !== undefined) void send(chosen, true)
  }
  const pending = report === null ? 0 : report.created + report.changed
  return (
    <section className="panel sheet-desk" aria-label={t('sheet.title')}>
      <h3>{t('sheet.title')}</h3>
      <p className="soft">{t('sheet.intro')}</p>
      <p className="buttons">
        <a className="link-button" href={sheetAddress(enterprise)} download data-testid="sheet-download">
          {t('sheet.download', { enterprise: name })}
        </a>
        <a className="link-button" href={sheetAddress(null)} download>
          {t('sheet.downloadAll')}
        </a>
      </p>
      <label className="reason">
        {t('editor.reason')} <small>{t('editor.reasonHint')}</small>
        <input type="text" value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
      </label>
      <label className="reason">
        {t('sheet.upload')}
        <input type="file" accept=".xlsx" onChange={(event) => choose(event.target.files?.[0])} data-testid="sheet-file" />
      </label>
      <div role="status" data-testid="sheet-report">
        {busy && <p>{t('sheet.checking')}</p>}
        {problem !== null && <p className="fault">{problemText(problem, language)}</p>}
        {report !== null && <Report report={report} pending={pending} />}
      </div>
      {report !== null && report.faults.length > 0 && <SheetFaults faults={report.faults} />}
      {file !== null && report !== null && !report.written && report.faults.length === 0 && pending > 0 && (
        <Button type="primary" loading={busy} onClick={() => void send(file, false)} data-testid="sheet-write">
          {t('sheet.write', { count: pending })}
        </Button>
      )}
    </section>
  )
}

const Report = ({ report, pending }: { report: SheetReport; pending: number }): ReactElement => {
  const { t } = useTranslation()
  const { rows, created, changed, unchanged, faults, written } = report
  const verdict = faults.length > 0 ? t('sheet.faults', { count: faults.length }) : written ? t('sheet.written') : t(pending > 0 ? 'sheet.checked' : 'sheet.nothing')
  return (
    <p>
      <b>{verdict}</b> · {[t('sheet.rows', { count: rows }), t('sheet.created', { count: created }), t('sheet.changed', { count: changed }), t('sheet.unchanged', { count: unchanged })].join(' · ')}
    </p>
  )
}
