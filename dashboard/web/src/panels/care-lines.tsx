import type { ReactElement } from 'react'
import { Button } from 'antd'
import type { BumpTest, CalibrationView } from '@hazardwatch/shared/instrument-care'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TestStep } from '../api/care-calls.ts'
import { formatDuration, formatMoment, formatTimeOfDay } from '../format/duration.ts'
import { formatValue, withUnit } from '../format/number.ts'
import { gasName } from '../i18n/gas-name.ts'
import { shownKeys } from '../keyboard/shortcut.ts'
import type { Fact } from './face-plate.tsx'

const dayOf = (iso: string): string => {
  const date = new Date(iso)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

const calibrationText = (item: CalibrationView, t: TFunction): string => {
  const done = item.calibratedAt === null ? t('care.neverCalibrated') : [dayOf(item.calibratedAt), item.result === null ? null : t(`care.result_${item.result}`), item.by, item.reference].filter((part) => part !== null).join(' · ')
  return item.overdue ? `${t('care.overdue')} ${item.dueAt === null ? '' : dayOf(item.dueAt)} · ${done}` : `${t('care.dueAt', { day: item.dueAt === null ? '—' : dayOf(item.dueAt) })} · ${done}`
}

const testText = (test: BumpTest, now: number, t: TFunction): string => {
  const gas = `${gasName(test.gas, t)} ${withUnit(formatValue(test.concentration), test.unit)}`
  // Until somebody says so, the response is counted from the start.
  const on = test.appliedAt === test.startedAt ? t('care.notApplied') : t('care.applied', { time: formatTimeOfDay(Date.parse(test.appliedAt)) })
  if (test.state === 'running') return `${t('care.running', { left: formatDuration(Date.parse(test.endsAt) - now, t('alarms.day')) })} · ${gas} · ${on} · ${test.by}`
  const moment = formatMoment(Date.parse(test.removedAt ?? test.startedAt), now)
  if (test.reason === null) return `${t('care.cancelled')} · ${moment}`
  const figure = test.t90S === null ? t('care.reached', { percent: Math.round((test.reached ?? 0) * 100) }) : t('care.t90', { value: formatValue(test.t90S), most: formatValue(test.expectedT90S) })
  const quiet = test.suppressedUntil !== null && Date.parse(test.suppressedUntil) > now ? ` · ${t('care.recovering', { time: formatMoment(Date.parse(test.suppressedUntil), now) })}` : ''
  return `${t(`care.reason_${test.reason}`)} · ${figure} · ${moment} · ${test.by}${quiet}`
}

/** When the instrument is due, and how its last bump test went. @param gas whether it can be tested with gas */
export const careFacts = (calibration: CalibrationView | undefined, test: BumpTest | undefined, gas: boolean, now: number, t: TFunction): Fact[] => [
  { name: t('care.calibration'), text: <span className={calibration?.overdue === true ? 'overdue' : ''} data-testid="calibration-fact">{calibration === undefined ? t('care.notRegistered') : calibrationText(calibration, t)}</span> },
  ...(gas ? [{ name: t('care.bump'), text: <span className={test?.state === 'failed' ? 'overdue' : ''} data-testid="bump-fact">{test === undefined ? t('care.neverTested') : testText(test, now, t)}</span> }] : []),
]

export interface CareActionsProps {
  test: BumpTest | undefined
  gas: boolean
  enabled: boolean
  onBump(): void
  onStep(id: string, step: TestStep): void
  onCalibrate(): void
}

/** Begins a bump test and leads through it; records a calibration. */
export const CareActions = ({ test, gas, enabled, onBump, onStep, onCalibrate }: CareActionsProps): ReactElement => {
  const { t } = useTranslation()
  const running = test?.state === 'running' ? test.id : undefined
  const [bumpKey = ''] = shownKeys.bump
  const [calibrateKey = ''] = shownKeys.calibrate
  return (
    <>
      {running !== undefined && (['apply', 'end', 'cancel'] as const).map((step) => (
        <Button key={step} type={step === 'end' ? 'primary' : 'default'} disabled={!enabled} onClick={() => onStep(running, step)} data-testid={`bump-${step}`}>{t(`care.${step}`)}</Button>
      ))}
      {running === undefined && gas && <Button disabled={!enabled} onClick={onBump} aria-keyshortcuts={bumpKey} title={t('keys.bump')} data-testid="bump-start">{t('care.bumpStart')} {bumpKey}</Button>}
      <Button disabled={!enabled} onClick={onCalibrate} aria-keyshortcuts={calibrateKey} title={t('keys.calibrate')} data-testid="calibrate">{t('care.calibrate')} {calibrateKey}</Button>
    </>
  )
}
