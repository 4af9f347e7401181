import { lazy, Suspense, useCallback, useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { hatchingOf } from '../charts/hatching.ts'
import { riskMapOption, type RiskMap as RiskMapData } from '../charts/risk-map-option.ts'
import { isAbnormal } from '../levels/level.ts'

// The drawing library is half the page: everything else is on the screen before it.
const Chart = lazy(async () => ({ default: (await import('../charts/chart.tsx')).Chart }))

export interface RiskMapProps {
  map: RiskMapData
  regionName: string
  onPick(name: string): void
}

/** The four-colour map; a county or a sign can be clicked. */
export const RiskMap = ({ map, regionName, onPick }: RiskMapProps): ReactElement => {
  const { t } = useTranslation()
  const build = useCallback((panel: { width: number; height: number }) => riskMapOption(map, panel, hatchingOf(map.palette)), [map])
  const geometry = useMemo(() => ({ name: map.mapName, geometry: map.geometry }), [map.mapName, map.geometry])
  const abnormal = map.areas.filter((area) => isAbnormal(area.level)).map((area) => `${area.name} ${t(`level.${area.level}`)}`)
  const levels = abnormal.length === 0 ? t('map.allNormal') : abnormal.join(', ')
  return (
    <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
      <Chart build={build} map={geometry} onPick={onPick} label={t('map.summary', { region: regionName, levels })} />
    </Suspense>
  )
}
