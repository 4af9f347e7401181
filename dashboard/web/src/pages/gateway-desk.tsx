import { useMemo, type ReactElement } from 'react'
import type { LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { useTranslation } from 'react-i18next'
import { fetchStatistics } from '../api/calls.ts'
import { usePictureSecond } from '../feed/feed-store.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { GatewayTable } from '../panels/gateway-table.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

const EVERY_MS = 4_000

/** Offline first, then those with the most refusals: what needs somebody stands on top. */
const byNeed = (a: LiveStatistics, b: LiveStatistics): number =>
  Number(a.online ?? true) - Number(b.online ?? true) || b.today.refused - a.today.refused || `${a.enterprise}/${a.gateway ?? ''}`.localeCompare(`${b.enterprise}/${b.gateway ?? ''}`)

/** Every gateway with what it is scored on. */
export const GatewayDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const now = usePictureSecond()
  const { answer } = usePolled('statistics', fetchStatistics, EVERY_MS)
  const rows = useMemo(() => (answer?.value ?? []).toSorted(byNeed).map((statistics) => {
    const enterprise = enterprises.get(statistics.enterprise)
    return { statistics, owner: enterprise === undefined ? statistics.enterprise : nameOf(enterprise, language) }
  }), [answer, enterprises, language])
  return answer === undefined ? <p className="empty">{t('app.loading')}</p> : <GatewayTable rows={rows} now={now} />
}
