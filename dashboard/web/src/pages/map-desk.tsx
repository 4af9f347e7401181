import { useDeferredValue, useEffect, useMemo, useState, type ReactElement } from 'react'
import { Segmented } from 'antd'
import { findRegion } from '@hazardwatch/shared/region-tree'
import { useTranslation } from 'react-i18next'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import type { MapArea, MapMark, RiskMap as RiskMapData } from '../charts/risk-map-option.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { nameOf } from '../i18n/setup.ts'
import { isAbnormal, romans } from '../levels/level.ts'
import { cutGeometry, type Geometry, labelPoint } from '../maps/geometry.ts'
import { loadGeometry, loadReviewNumber } from '../maps/load-geometry.ts'
import { Breadcrumb } from '../panels/breadcrumb.tsx'
import { EnterpriseList, type EnterpriseItem } from '../panels/enterprise-list.tsx'
import { MapLegend } from '../panels/map-legend.tsx'
import { RegionTable, type RegionRow } from '../panels/region-table.tsx'
import { RiskMap } from '../panels/risk-map.tsx'
import { formatPlace } from '../place/place.ts'
import { oldPicture, palettes } from '../theme/palette.ts'
import { useSettings } from './settings.ts'
import { SourceDesk } from './source-desk.tsx'
import { useCrumbs, useEnterpriseItems, useRegionRows } from './use-place-data.ts'
import { useRegions } from './use-regions.ts'
import { changeView, HOME, useView } from './view-store.ts'

/** Where it is: province, county, enterprise; as a map or as a table. */
export const MapDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { place, mapView } = useView()
  const regions = useRegions()
  const crumbs = useCrumbs(language)
  const rows = useRegionRows(language)
  const items = useEnterpriseItems(language)
  const county = findRegion(regions, place.region)?.level === 'county'
  return (
    <section className="map-desk" aria-label={t('map.title')} data-testid="map">
      <header>
        <Breadcrumb crumbs={crumbs} />
        <span className="spring" />
        {place.enterprise === null && (
          <Segmented
            size="small"
            aria-label={t('map.view')}
            value={mapView}
            onChange={(next) => changeView({ mapView: next })}
            options={[
              { value: 'map' as const, label: t('map.map') },
              { value: 'table' as const, label: t('map.table') },
            ]}
          />
        )}
      </header>
      {place.enterprise !== null && <SourceDesk items={items} />}
      {place.enterprise === null && (
        <div className={`map-body ${county ? 'with-list' : ''} ${mapView}`}>
          {mapView === 'map' && <MapView rows={rows} items={items} />}
          {mapView === 'table' && !county && <RegionTable rows={rows} />}
          {county && (
            <div className="list-scroll" tabIndex={0} role="region" aria-label={t('ledger.enterprises')}>
              <EnterpriseList items={items} language={language} />
            </div>
          )}
        </div>
      )}
    </section>
  )
}

const useBaseMap = (): { geometry: Geometry | undefined; failed: boolean; reviewNumber: string } => {
  const [state, setState] = useState<{ geometry: Geometry | undefined; failed: boolean; reviewNumber: string }>({
    geometry: undefined,
    failed: false,
    reviewNumber: '',
  })
  useEffect(() => {
    Promise.all([loadGeometry(HOME), loadReviewNumber()]).then(
      ([geometry, reviewNumber]) => setState({ geometry, failed: false, reviewNumber }),
      () => setState({ geometry: undefined, failed: true, reviewNumber: '' }),
    )
  }, [])
  return state
}

interface MapViewProps {
  rows: readonly RegionRow[]
  items: readonly EnterpriseItem[]
}

const MapView = ({ rows, items }: MapViewProps): ReactElement => {
  const { t } = useTranslation()
  const { geometry, failed, reviewNumber } = useBaseMap()
  const language = useSettings((settings) => settings.language)
  const place = useView((view) => view.place)
  const regions = useRegions()
  // The list of alarms does not wait for the drawing.
  const map = useDeferredValue(useRiskMap(geometry, rows, items))
  const region = findRegion(regions, place.region)
  const open = (name: string): void => {
    if (name.startsWith(ENTERPRISE)) {
      location.hash = formatPlace({ region: place.region, enterprise: name.slice(ENTERPRISE.length), source: null })
    } else if (findRegion(regions, name) !== undefined) {
      location.hash = formatPlace({ region: name, enterprise: null, source: null })
    }
  }
  return (
    <div className="map-view">
      {failed && <p className="empty">{t('map.failed')}</p>}
      {map !== undefined && <RiskMap map={map} regionName={region === undefined ? place.region : nameOf(region, language)} onPick={open} />}
      <MapLegend />
      <p className="review">
        {t('map.review', { number: reviewNumber === '' ? t('map.reviewMissing') : reviewNumber })} · {t('map.offline')}
      </p>
    </div>
  )
}

/** Marks the signs of enterprises; those of counties carry the adcode alone. */
const ENTERPRISE = 'enterprise:'

const useRiskMap = (geometry: Geometry | undefined, rows: readonly RegionRow[], items: readonly EnterpriseItem[]): RiskMapData | undefined => {
  const { t } = useTranslation()
  const { language, theme } = useSettings()
  const region = useView(({ place }) => place.region)
  const regions = useRegions()
  const live = useLiveness() === 'live'
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const cut = useMemo(() => (geometry === undefined ? undefined : cutGeometry(geometry, regions, region)), [geometry, regions, region])
  const own = findRegion(regions, region)?.level === 'county'
  const signs = useMemo(() => {
    if (cut === undefined) return ''
    const areas = cut.features.map(({ properties: { adcode, name } }): MapArea => {
      const row = rows.find((each) => each.adcode === adcode)
      const level = row?.level ?? 'none'
      return { adcode, name: row?.name ?? name, level, outlined: own, hint: level === 'none' ? t('level.none') : `${romans[level]} ${t(`level.${level}`)}` }
    })
    const mark = (level: RiskLevel): Pick<MapMark, 'level' | 'word'> => ({ level, word: t(`level.${level}`) })
    const countyMarks = cut.features.flatMap((feature): MapMark[] => {
      const row = rows.find((each) => each.adcode === feature.properties.adcode)
      // Sixty signs of "unknown" say no more than the hatching, while nothing has come yet.
      if (row === undefined || !hasSnapshot || row.level === 'none' || !isAbnormal(row.level)) return []
      return [{ id: row.adcode, name: row.name, ...mark(row.level), place: labelPoint(feature), onArea: true }]
    })
    const enterpriseMarks = items.flatMap(({ enterprise, level }): MapMark[] => (level === 'none' ? [] : [{
      id: `${ENTERPRISE}${enterprise.code}`, name: nameOf(enterprise, language), ...mark(level), place: [enterprise.location.lon, enterprise.location.lat], onArea: false,
    }]))
    return JSON.stringify({ areas, marks: own ? enterpriseMarks : countyMarks })
  }, [cut, own, rows, items, language, hasSnapshot, t])
  // Drawn anew only when a sign changes: numbers change with every alarm, and a drawing takes the time in which nothing else can be shown.
  return useMemo(() => (cut === undefined ? undefined : {
    mapName: `region-${region}`, geometry: cut, ...JSON.parse(signs) as Pick<RiskMapData, 'areas' | 'marks'>, palette: live ? palettes[theme] : oldPicture(palettes[theme]),
  }), [cut, region, signs, theme, live])
}
