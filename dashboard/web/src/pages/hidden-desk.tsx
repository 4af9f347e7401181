import { useEffect, useMemo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { pointKey, Tag } from '@hazardwatch/shared/ids'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { coveringAlarms } from '../alarms/covering-alarms.ts'
import { hidingWay, hidingWord } from '../alarms/hidden-alarms.ts'
import { reasonText } from '../alarms/reason-text.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { formatMoment } from '../format/duration.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { HiddenList, type HiddenRow } from '../panels/hidden-list.tsx'
import { bringBack } from './commands.ts'
import { useSettings } from './settings.ts'

/** The list of what is hidden, in place of the list of alarms. */
export const HiddenDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const overlays = useFeedStore(({ feed }) => feed.overlays)
  const minute = useFeedStore(({ now }) => Math.floor(now / 60_000) * 60_000)
  const enabled = useLiveness() === 'live'
  const names = useLedger()
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  useEffect(() => {
    needPoints([...overlays.values()].map((overlay) => overlay.enterprise))
  }, [overlays])
  const cause = useMemo(() => new Map([...alarms.values()].map((alarm): [string, Alarm] => [alarm.rule, alarm])), [alarms])
  const rows = useMemo(() => [...overlays.values()].sort((a, b) => a.since.localeCompare(b.since)).map((overlay) => {
    const point = names.points.get(pointKey(overlay.enterprise, overlay.point))
    const enterprise = names.enterprises.get(overlay.enterprise)
    const moment = (iso: string): string => formatMoment(Date.parse(iso), minute)
    return {
      overlay,
      ...describeHiding(overlay, (rule) => {
        const alarm = cause.get(rule)
        return alarm === undefined ? rule : describeAlarm(alarm, names, language, t, minute).what
      }, t, minute),
      what: `${point === undefined ? overlay.point : nameOf(point, language)} ${overlay.rule.split('/').at(-1) ?? ''}`,
      where: `${overlay.point} · ${enterprise === undefined ? overlay.enterprise : nameOf(enterprise, language)}`,
      time: overlay.until === null ? t('hide.since', { time: moment(overlay.since) }) : t('hide.until', { time: moment(overlay.until) }),
    }
  }), [overlays, cause, names, language, minute, t])
  return <HiddenList rows={rows} enabled={enabled} onBringBack={(overlay) => bringBack({ rule: overlay.rule, point: Tag.parse(overlay.point) }, overlay.state)} />
}

/** How it is hidden, why, and by whom. */
const describeHiding = (overlay: AlarmOverlay, nameOfRule: (rule: string) => string, t: TFunction, now: number): Pick<HiddenRow, 'state' | 'why' | 'by'> => {
  const { rules, gateways, others } = coveringAlarms(overlay)
  const state = hidingWord(hidingWay(overlay), t)
  if (rules.length + gateways.length === 0) return { state, why: reasonText(overlay.reason, now), by: overlay.by ?? t('hide.byDesign') }
  const covered = [
    ...(rules.length === 0 ? [] : [t('hiding.coveredBy', { alarms: rules.map(nameOfRule).join(' · ') })]),
    ...(gateways.length === 0 ? [] : [t('hiding.coveredByGateway', { gateways: gateways.join(' · ') })]),
  ]
  return { state, why: [...covered, ...others.map((reason) => reasonText(reason, now))].join(' · '), by: overlay.by ?? t('hiding.byCause') }
}
