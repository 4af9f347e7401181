import { useMemo, useState, type ReactElement } from 'react'
import type { LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import { useTranslation } from 'react-i18next'
import { fetchStatistics } from '../api/calls.ts'
import { usePictureSecond } from '../feed/feed-store.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { GatewayTable } from '../panels/gateway-table.tsx'
import { RegionChoice } from '../panels/region-choice.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { useRegionChoices } from './use-region-choices.ts'

const EVERY_MS = 4_000
/** Many gateways take the server longer, and nobody reads them that fast. */
const SELDOM_MS = 20_000
const MANY = 300

/** Offline first, then those with the most refusals: what needs somebody stands on top. */
const byNeed = (a: LiveStatistics, b: LiveStatistics): number =>
  Number(a.online ?? true) - Number(b.online ?? true) || b.today.refused - a.today.refused || `${a.enterprise}/${a.gateway ?? ''}`.localeCompare(`${b.enterprise}/${b.gateway ?? ''}`)

/** The gateways of a region with what they are scored on. */
export const GatewayDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const now = usePictureSecond()
  const [region, setRegion] = useState<string>(COUNTRY)
  const [many, setMany] = useState(false)
  const choices = useRegionChoices(region)
  const { answer } = usePolled(`statistics ${region}`, async () => {
    const listed = await fetchStatistics(region)
    setMany(listed.gateways.length > MANY)
    return listed
  }, many ? SELDOM_MS : EVERY_MS)
  const rows = useMemo(() => (answer?.value.gateways ?? []).toSorted(byNeed).map((statistics) => {
    const enterprise = enterprises.get(statistics.enterprise)
    return { statistics, owner: enterprise === undefined ? statistics.enterprise : nameOf(enterprise, language) }
  }), [answer, enterprises, language])
  return (
    <>
      <div className="scope">
        <RegionChoice label={t('kpi.region')} region={region} choices={choices} language={language} onChoose={setRegion} />
      </div>
      {answer === undefined ? <p className="empty">{t('app.loading')}</p> : <GatewayTable rows={rows} now={now} />}
      {answer?.value.more === true && <p className="soft">{t('gateway.more', { count: rows.length })}</p>}
    </>
  )
}
