import { useEffect, useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { BacktestView as View } from '@hazardwatch/shared/backtest'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { cancelBacktest, fetchBacktest, startBacktest, startNewBacktest } from '../api/rule-calls.ts'
import { BacktestView } from '../panels/backtest-view.tsx'
import { patchBetween } from '../rules/rule-diff.ts'
import { palettes } from '../theme/palette.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

const POLL_MS = 500
const MOST_DAYS = 400
/** A service that went away has forgotten the backtest; one that is busy has not. */
const isOver = ({ state }: View): boolean => state === 'done' || state === 'cancelled' || state === 'failed'

/** Tries what stands in the form on stored history. */
export const BacktestDesk = ({ inForce, candidate }: { inForce: AlarmRule | null; candidate: AlarmRule | undefined }): ReactElement => {
  const { t } = useTranslation()
  const { language, theme } = useSettings()
  const [days, setDays] = useState('7')
  const [run, setRun] = useState<{ view: View; of: string } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const count = Number(days)
  const possible = candidate !== undefined && count > 0 && count <= MOST_DAYS
  const running = run !== null && !isOver(run.view)
  const start = async (): Promise<void> => {
    if (candidate === undefined) return
    setProblem(null)
    setRun(null)
    try {
      const view = inForce === null ? await startNewBacktest(candidate, count) : await startBacktest(inForce.id, patchBetween(inForce, candidate), count)
      setRun({ view, of: JSON.stringify(candidate) })
    } catch (refusal) {
      setProblem(refusal)
    }
  }
  const cancel = (): void => {
    if (run !== null) cancelBacktest(run.view.id).then((view) => setRun({ ...run, view }), setProblem)
  }
  return (
    <section className="panel backtest" aria-label={t('backtest.title')}>
      <h3>{t('backtest.title')}</h3>
      <p className="soft">{t('backtest.intro')}</p>
      <div className="buttons">
        <label>
          {t('backtest.days')} <input type="number" min={1} max={MOST_DAYS} value={days} onChange={(event) => setDays(event.target.value)} data-testid="backtest-days" />
        </label>
        <Button type="primary" disabled={!possible || running} onClick={() => void start()} data-testid="backtest-run">
          {t('backtest.run', { count: Number.isFinite(count) ? count : 0 })}
        </Button>
        {running && (
          <Button onClick={cancel} data-testid="backtest-cancel">
            {t('backtest.cancel')}
          </Button>
        )}
      </div>
      {candidate === undefined && <p className="soft">{t('backtest.faulty')}</p>}
      {run !== null && running && <Progress key={run.view.id} view={run.view} onView={(view) => setRun({ ...run, view })} onProblem={(failure) => { setRun(null); setProblem(failure) }} />}
      <div role="status" data-testid="backtest-state">
        {problem !== null && <p className="fault">{t('backtest.failed', { problem: problemText(problem, language) })}</p>}
        {run?.view.state === 'failed' && <p className="fault">{t('backtest.failed', { problem: (language === 'zh' ? run.view.problemZh : run.view.problem) ?? '' })}</p>}
        {run?.view.state === 'cancelled' && <p>{t('backtest.cancelled')}</p>}
        {run?.view.state === 'done' && <p className="unseen">{t('backtest.done')}</p>}
        {run?.view.state === 'done' && candidate !== undefined && run.of !== JSON.stringify(candidate) && <p className="soft">{t('backtest.outdated')}</p>}
      </div>
      {run !== null && run.view.result !== null && <BacktestView view={run.view} result={run.view.result} palette={palettes[theme]} />}
    </section>
  )
}

const Progress = ({ view, onView, onProblem }: { view: View; onView(view: View): void; onProblem(problem: unknown): void }): ReactElement => {
  const { t } = useTranslation()
  const { answer, problem } = usePolled(`backtest ${view.id}`, () => fetchBacktest(view.id), POLL_MS)
  const newest = answer?.value
  useEffect(() => {
    if (newest !== undefined && newest !== view) onView(newest)
  }, [newest, view, onView])
  useEffect(() => {
    if (problem !== null) onProblem(problem)
  }, [problem, onProblem])
  const percent = Math.round(view.progress * 100)
  const text = view.state === 'queued' ? t('backtest.queued') : t('backtest.running', { percent })
  return (
    <p className="progress">
      <progress max={100} value={percent} aria-label={text} /> <span className="number">{text}</span>
    </p>
  )
}
