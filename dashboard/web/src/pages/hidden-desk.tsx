import { useMemo, type ReactElement } from 'react'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { formatMoment } from '../format/duration.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { HiddenList } from '../panels/hidden-list.tsx'
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
  const rows = useMemo(() => [...overlays.values()].sort((a, b) => a.since.localeCompare(b.since)).map((overlay) => {
    const point = names.points.get(pointKey(overlay.enterprise, overlay.point))
    const enterprise = names.enterprises.get(overlay.enterprise)
    const moment = (iso: string): string => formatMoment(Date.parse(iso), minute)
    return {
      overlay,
      what: `${point === undefined ? overlay.point : nameOf(point, language)} ${overlay.rule.split('/').at(-1) ?? ''}`,
      where: `${overlay.point} · ${enterprise === undefined ? overlay.enterprise : nameOf(enterprise, language)}`,
      time: overlay.until === null ? t('hide.since', { time: moment(overlay.since) }) : t('hide.until', { time: moment(overlay.until) }),
    }
  }), [overlays, names, language, minute, t])
  return <HiddenList rows={rows} enabled={enabled} onBringBack={({ rule, state }) => bringBack(rule, state)} />
}
