import { useEffect, useMemo, type ReactElement, type ReactNode } from 'react'
import { type Alarm, isActive } from '@hazardwatch/shared/alarm'
import { isEvidence } from '@hazardwatch/shared/alarm-mark'
import { isHighLimit } from '@hazardwatch/shared/alarm-rule'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { isOfInstrument } from '@hazardwatch/shared/instrument-finding'
import { pointKey, splitPointKey } from '@hazardwatch/shared/ids'
import { qualityCode, type Quality } from '@hazardwatch/shared/quality'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { postComment } from '../api/calls.ts'
import { problemText } from '../api/problem.ts'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { hiddenOfPoint, hidingWord, type HidingWay } from '../alarms/hidden-alarms.ts'
import { newerOccurrence } from '../alarms/newer-occurrence.ts'
import { reasonText } from '../alarms/reason-text.ts'
import { joinReadings, rateOfChange, valueOf } from '../charts/join-readings.ts'
import { useFeedStore, useLiveness, usePictureSecond } from '../feed/feed-store.ts'
import { formatDuration, formatMoment } from '../format/duration.ts'
import { formatLimit, formatRate, formatUnit, formatValue, withUnit } from '../format/number.ts'
import { oldAge } from '../format/old-value.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { formatHistory } from '../history/history-query.ts'
import { windowEnd } from '../model/picture-window.ts'
import { CareActions, careFacts } from '../panels/care-lines.tsx'
import { Comments } from '../panels/comments.tsx'
import { FacePlate, type Fact, rangeMs } from '../panels/face-plate.tsx'
import { Guidance, hasGuidance } from '../panels/guidance.tsx'
import { LevelMark } from '../panels/level-mark.tsx'
import { Elapsed } from '../panels/live-value.tsx'
import { Why } from '../panels/why.tsx'
import { selectPoint, underName } from './commands.ts'
import { advanceTest, openCare, takesGas } from './care-commands.ts'
import { MarkButtons, PlateActions } from './plate-actions.tsx'
import { PointTrend } from './point-trend.tsx'
import { useSettings } from './settings.ts'
import { useCare } from './use-care.ts'
import { type ShownPicture, usePicture } from './use-picture.ts'
import { type PointFile, useComments, useJournal, usePointFile } from './use-point-file.ts'
import { useSelectedAlarm, useSelectedPoint } from './use-selected.ts'
import { changeView, useView } from './view-store.ts'

const RATE_WINDOW_MS = 60_000

/** Everything there ever was of a point, wherever it lies. */
const OF_POINT = { range: 'always', region: COUNTRY, record: 'live', priorities: [] } as const

/** The chosen alarm or point with everything that is known about it. */
export const PlateDesk = (): ReactElement => {
  const { t } = useTranslation()
  const key = useSelectedPoint()
  return key === undefined ? (
    <section className="face-plate none" aria-label={t('plate.title')} data-testid="face-plate">
      <p className="empty">{t('plate.empty')}</p>
    </section>
  ) : (
    <ChosenPlate point={key} />
  )
}

const ChosenPlate = ({ point }: { point: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const alarm = useSelectedAlarm()
  const newer = useFeedStore(({ feed }) => (alarm === undefined ? undefined : newerOccurrence(alarm, feed.alarms.values())))
  const { range, pending, around, page } = useView()
  const enabled = useLiveness() === 'live'
  const now = usePictureSecond()
  // Of an early warning, and of what was long ago, it is asked how it came to be; of an alarm that stands, how it goes on.
  const looksBack = alarm !== undefined && (isEvidence(alarm.kind) || page === 'history')
  const end = windowEnd(now, looksBack ? Date.parse(alarm.onsetAt) : undefined, rangeMs[range], around)
  const file = usePointFile(point, rangeMs[range], end, alarm?.kind !== 'video' && alarm?.kind !== 'gateway')
  const shown = usePicture(point, alarm, rangeMs[range], end)
  const reading = useLatest(point, file)
  const { enterprise = '', tag = point } = splitPointKey(point) ?? {}
  useEffect(() => needPoints([enterprise]), [enterprise])
  const known = names.points.get(point)
  const source = names.sources.get(`${enterprise}/${alarm?.source ?? known?.source ?? ''}`)
  const owner = names.enterprises.get(enterprise)
  const name = known === undefined ? tag : nameOf(known, language)
  const unit = known?.unit ?? alarm?.unit ?? ''
  const care = useCare(point)
  const gas = takesGas(known?.quantity)
  const facts = [...useFacts(alarm, point, now, page === 'history'), ...(care === undefined || (alarm !== undefined && !isOfInstrument(alarm.kind)) ? [] : careFacts(care.calibration, care.test, gas, now, t))]
  const crumb = [owner === undefined ? enterprise : nameOf(owner, language), ...(source === undefined ? [] : [nameOf(source, language)]), tag].join(' › ')
  const rule = alarm === undefined ? undefined : file?.rules.find(({ id }) => id === alarm.rule)
  // What it reads now is no part of what happened then.
  const then = page === 'history' && alarm !== undefined && !isActive(alarm) && around === 'onset'
  const figure = then ? raisedWith(alarm) : figureOf(reading, alarm, unit)
  const age = figure.at === undefined ? null : oldAge(figure.at, now, known?.expectedIntervalS ?? null)
  // How it moved at the end of an old curve is not how it moves.
  const rate = age === null ? rateOfChange(reading.readings, RATE_WINDOW_MS) : undefined
  return (
    <FacePlate
      crumb={crumb}
      history={formatHistory({ ...OF_POINT, of: point })}
      title={alarm === undefined ? name : describeAlarm(alarm, names, language, t, now).what}
      value={formatValue(figure.value)}
      unit={formatUnit(figure.unit)}
      beside={besideOf(alarm, rate, t)}
      alarming={alarm !== undefined && isActive(alarm) ? alarm.priority : null}
      stale={then ? null : reading.stale}
      read={figure.at === undefined ? null : { time: formatMoment(figure.at, now), age: age === null ? null : formatDuration(age, t('alarms.day')) }}
      ended={alarm?.state !== 'normal' ? null : t(newer === undefined ? 'plate.ended' : 'plate.followed')}
      facts={facts}
      range={range}
      onRange={(next) => changeView({ range: next })}
      actions={alarm === undefined
        ? care !== undefined && <CareActions test={care.test} gas={gas} enabled={enabled} onBump={() => openCare('bump')} onStep={advanceTest} onCalibrate={() => openCare('calibrate')} />
        : <PlateActions alarm={alarm} newer={newer} enabled={enabled} pending={pending.has(alarm.id)} />}
      around={looksBack ? around : null}
      onAround={(next) => changeView({ around: next })}
      trend={<PointTrend point={point} name={name} file={file} end={end} picture={shown.picture} />}
      reason={shown.rule === undefined ? null : <PictureReason shown={shown} enterprise={enterprise} unit={unit} now={now} marks={alarm !== undefined && <MarkButtons alarm={alarm} enabled={enabled} pending={pending.has(alarm.id)} />} />}
      guidance={rule !== undefined && hasGuidance(rule) ? <Guidance rule={rule} used={alarm !== undefined && <span className="number">{t('guidance.used')} <Elapsed since={alarm.raisedAt} to={alarm.state === 'normal' ? alarm.clearedAt : null} /></span>} /> : null}
      comments={alarm === undefined ? null : <AlarmComments key={alarm.id} alarm={alarm} enabled={enabled} now={now} />}
    />
  )
}

/** Limit and rate, in words. */
const besideOf = (alarm: Alarm | undefined, rate: number | undefined, t: TFunction): string[] => [
  ...(alarm === undefined || alarm.limit === null ? [] : [`${isHighLimit(alarm.kind) ? '≥' : '≤'} ${withUnit(formatLimit(alarm.limit), alarm.unit)}`]),
  ...(rate === undefined ? [] : [`${formatRate(rate)} ${t('plate.perMinute')}`]),
]

/** The value that is shown, and when it was read, epoch ms. Before the first reading is here, what the alarm was raised with. */
const figureOf = ({ value, at, stale }: Reading, alarm: Alarm | undefined, unit: string): { value: number | null | undefined; unit: string; at: number | undefined } => {
  if (value !== null && value !== undefined) return { value, unit, at }
  if (stale !== null || alarm === undefined) return { value: null, unit, at }
  return raisedWith(alarm)
}

const raisedWith = ({ value, unit, onsetAt }: Alarm): { value: number; unit: string; at: number } => ({ value, unit, at: Date.parse(onsetAt) })

const PictureReason = ({ shown, enterprise, unit, now, marks }: { shown: ShownPicture; enterprise: string; unit: string; now: number; marks: ReactNode }): ReactElement => {
  const language = useSettings((settings) => settings.language)
  const points = useLedger((ledger) => ledger.points)
  const named = (tag: string): string => {
    const point = points.get(`${enterprise}/${tag}`)
    return point === undefined ? tag : nameOf(point, language)
  }
  return (
    <Why
      {...shown}
      problem={shown.problem === null ? null : problemText(shown.problem, language)}
      unit={unit}
      nameOf={named}
      onTag={(tag) => selectPoint(`${enterprise}/${tag}`)}
      now={now}
      marks={marks}
    />
  )
}

const isQuality = (name: string): name is Quality => qualityCode(name) !== undefined

interface Reading {
  readings: readonly FeedReading[]
  /** In words what is wrong with the newest; null when nothing is. */
  stale: string | null
  /** When the newest was read, epoch ms. */
  at: number | undefined
  value: number | null | undefined
}

/** The newest reading. */
const useLatest = (point: string, file: PointFile | undefined): Reading => {
  const { t } = useTranslation()
  const live = useFeedStore(({ feed }) => feed.readings.get(point))
  const absent = useFeedStore(({ feed }) => feed.presence.get(point))
  const now = usePictureSecond()
  const readings = useMemo(() => joinReadings(file?.history ?? [], live ?? [], 0), [file, live])
  const latest = readings.at(-1)
  const quality = latest?.[2]
  const stale =
    absent !== undefined
      ? absent.since === null
        ? t(`presence.${absent.presence}`)
        : t('plate.silentSince', { presence: t(`presence.${absent.presence}`), time: formatMoment(Date.parse(absent.since), now) })
      : quality !== undefined && quality !== 'good'
        ? `${t('plate.noValue')}: ${isQuality(quality) ? t(`quality.${quality}`) : quality}`
        : null
  return { readings, stale, at: latest?.[0], value: latest === undefined ? undefined : absent === undefined ? valueOf(latest) : latest[1] }
}

/** @param past it is asked how long it lasted, not how long it has waited */
const useFacts = (alarm: Alarm | undefined, point: string, now: number, past: boolean): Fact[] => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const names = useLedger()
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  const overlays = useFeedStore(({ feed }) => feed.overlays)
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  if (alarm === undefined) {
    const open = [...alarms.values()].filter((other) => pointKey(other.enterprise, other.point) === point).map((other) => describeAlarm(other, names, language, t, now).what)
    const hidden = hiddenOfPoint(overlays.values(), point)
    return [{
      name: t('plate.state'),
      text: hidden.count === 0
        ? open.length > 0 ? open.join(', ') : t(hasSnapshot ? 'plate.normal' : 'alarms.waitingData')
        : <>{open.map((what) => `${what}, `)}<HiddenCount {...hidden} /></>,
    }]
  }
  const moment = (iso: string): string => formatMoment(Date.parse(iso), now)
  const first = alarm.firstOut
    ? alarm
    : [...alarms.values()].find((other) => other.firstOut && other.enterprise === alarm.enterprise && other.source === alarm.source)
  return [
    {
      name: t('plate.state'),
      text: (
        <>
          <LevelMark level={alarm.priority} word={t(`level.${alarm.priority}`)} /> {describeAlarm(alarm, names, language, t, now).state}
        </>
      ),
    },
    // Of one that ended unheard, nobody here knows for how long it stood.
    ...(alarm.state === 'normal' && alarm.clearedAt === null ? [] : [{
      name: t('plate.duration'),
      text: <span className="number"><Elapsed since={alarm.raisedAt} to={past || alarm.state === 'normal' ? alarm.clearedAt : null} /></span>,
    }]),
    {
      name: t('plate.raised'),
      text: (
        <span className="number">
          {moment(alarm.raisedAt)} · {t('plate.onsetValue', { value: withUnit(formatValue(alarm.value), alarm.unit) })}
        </span>
      ),
    },
    ...(alarm.clearedAt === null ? [] : [{ name: t('plate.cleared'), text: <span className="number">{moment(alarm.clearedAt)}</span> }]),
    ...hidingFacts(alarm, now, moment, t),
    ...(first === undefined
      ? []
      : [
          {
            name: t('plate.firstOut'),
            text:
              first === alarm
                ? t('plate.isFirstOut')
                : t('plate.firstOutIs', { time: moment(first.raisedAt), what: describeAlarm(first, names, language, t, now).what }),
          },
        ]),
  ]
}

/** What is hidden of a point, and the way to where it stands. */
const HiddenCount = ({ count, ways }: { count: number; ways: readonly HidingWay[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    // On a narrow screen the plate lies over the list.
    <button type="button" className="to-hidden" onClick={() => changeView({ alarmView: 'hidden', plateOpen: false })} data-testid="to-hidden">
      {t('plate.hidden', { count, ways: ways.map((way) => hidingWord(way, t).toLocaleLowerCase()).join(' · ') })}
    </button>
  )
}

/** What is wrong with the instrument, who deals with it, who has done or said what, and what hides it. */
const hidingFacts = (alarm: Alarm, now: number, moment: (iso: string) => string, t: TFunction): Fact[] => [
  ...(alarm.finding === null ? [] : [{ name: t('plate.finding'), text: t(`finding.${alarm.finding}`) }]),
  ...(alarm.mark === null ? [] : [{ name: t('plate.mark'), text: `${t(alarm.mark.useful ? 'mark.useful' : 'mark.notUseful')} · ${alarm.mark.by} ${moment(alarm.mark.at)}` }]),
  ...(alarm.assignee === null ? [] : [{ name: t('plate.assignee'), text: alarm.assignee }]),
  ...(alarm.confirmedAt === null ? [] : [{ name: t('plate.confirmed'), text: `${alarm.confirmedBy ?? ''} ${moment(alarm.confirmedAt)}` }]),
  ...(alarm.reason === null ? [] : [{
    name: t(`state.${alarm.state}`),
    text: [alarm.shelvedBy, alarm.shelvedUntil === null ? null : t('hide.until', { time: moment(alarm.shelvedUntil) }), reasonText(alarm.reason, now)].filter((part) => part !== null).join(' · '),
  }]),
]

const AlarmComments = ({ alarm, enabled, now }: { alarm: Alarm; enabled: boolean; now: number }): ReactElement => {
  const [comments, add] = useComments(alarm.id, alarm.comments)
  const journal = useJournal(alarm)
  const send = async (text: string): Promise<boolean> => {
    const comment = await underName((by) => postComment(alarm.id, by, text))
    if (comment !== undefined) add(comment)
    return comment !== undefined
  }
  return <Comments comments={comments} journal={journal} now={now} enabled={enabled} onSend={send} />
}
