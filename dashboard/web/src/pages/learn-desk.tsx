import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import { FEWEST_HEALTHY_ROWS, MOST_HEALTHY_ROWS } from '@hazardwatch/shared/source-model'
import { useTranslation } from 'react-i18next'
import { fetchSourceModel, learnSource } from '../api/model-calls.ts'
import { problemText } from '../api/problem.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { fieldTime, judgeWindow, newestWindow, readFieldTime, windowSince, type LearnWindow } from '../model/learn-window.ts'
import { ModelState } from '../panels/model-state.tsx'
import { underName } from './commands.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

const POLL_MS = 5_000

type Outcome = { kind: 'busy' } | { kind: 'done' } | { kind: 'refused'; problem: unknown } | null

/** A source is learnt here: on a stretch that a person vouches for by name, and only then. */
export const LearnDesk = ({ rule, onLearnt }: { rule: AlarmRule; onLearnt(): Promise<void> }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const points = useLedger((ledger) => ledger.points)
  const everyS = rule.everyS ?? Number.NaN
  const { answer, refresh } = usePolled(`model ${rule.id}`, () => fetchSourceModel(rule.id), POLL_MS)
  const [chosen, setWindow] = useState<LearnWindow | null>(null)
  const [reason, setReason] = useState('')
  const [outcome, setOutcome] = useState<Outcome>(null)
  const now = answer?.at ?? Number.NaN
  const window = chosen ?? newestWindow(everyS, now)
  const { rows, fault } = judgeWindow(window, everyS)
  const maintained = answer?.value?.maintained ?? null
  const learn = async (): Promise<void> => {
    setOutcome({ kind: 'busy' })
    const learnt = await underName(async (by): Promise<Outcome> => {
      try {
        await learnSource({ rule: rule.id, ...window, by, reason: reason.trim() === '' ? undefined : reason.trim() })
        await onLearnt()
        return { kind: 'done' }
      } catch (problem) {
        return { kind: 'refused', problem }
      }
    })
    setOutcome(learnt ?? null)
    refresh()
  }
  return (
    <section className="panel learn-desk" aria-label={t('learn.title')} data-testid="learn-desk">
      <h3>{t('learn.title')}</h3>
      {answer !== undefined && <ModelState model={answer.value} nameOf={(tag) => nameOf(points.get(pointKey(rule.enterprise, tag)) ?? { name: tag }, language)} now={answer.at} />}
      <div className="buttons">
        <Moment label={t('learn.from')} value={window.from} testId="learn-from" onChange={(from) => setWindow({ ...window, from })} />
        <Moment label={t('learn.to')} value={window.to} testId="learn-to" onChange={(to) => setWindow({ ...window, to })} />
      </div>
      <div className="buttons">
        <Button size="small" onClick={() => setWindow(newestWindow(everyS, now))}>{t('learn.newest', { least: FEWEST_HEALTHY_ROWS })}</Button>
        {maintained !== null && <Button size="small" data-testid="learn-since" onClick={() => setWindow(windowSince(Date.parse(maintained.at), everyS, now))}>{t('learn.sinceWork')}</Button>}
        <span className={`number ${fault === null ? 'soft' : 'fault'}`} data-testid="learn-rows">
          {fault === 'empty' ? '' : t(`learn.${fault ?? 'rows'}`, { rows, every: everyS, least: FEWEST_HEALTHY_ROWS, most: MOST_HEALTHY_ROWS })}
        </span>
      </div>
      <label>
        {t('learn.reason')} <input type="text" value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} data-testid="learn-reason" />
      </label>
      <div className="buttons">
        <Button type="primary" loading={outcome?.kind === 'busy'} disabled={fault !== null} onClick={() => void learn()} data-testid="learn-run">
          {t(answer?.value === undefined ? 'learn.learn' : 'learn.again')}
        </Button>
      </div>
      <div role="status" data-testid="learn-outcome">
        {outcome?.kind === 'busy' && <p>{t('learn.busy')}</p>}
        {outcome?.kind === 'done' && <p>✓ {t('learn.done')}</p>}
        {outcome?.kind === 'refused' && <p className="fault">{t('learn.refused')}: {problemText(outcome.problem, language)}</p>}
      </div>
    </section>
  )
}

const Moment = ({ label, value, testId, onChange }: { label: string; value: number; testId: string; onChange(value: number): void }): ReactElement => (
  <label>
    {label} <input type="datetime-local" value={fieldTime(value)} onChange={(event) => onChange(readFieldTime(event.target.value))} data-testid={testId} />
  </label>
)
