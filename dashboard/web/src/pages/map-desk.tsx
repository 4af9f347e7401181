import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { Segmented } from 'antd'
import { findRegion } from '@hazardwatch/shared/region-tree'
import { useTranslation } from 'react-i18next'
import type { MapMark, RiskMap as RiskMapData } from '../charts/risk-map-option.ts'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { nameOf } from '../i18n/setup.ts'
import { isAbnormal, romans } from '../levels/level.ts'
import { cutGeometry, type Geometry, labelPoint } from '../maps/geometry.ts'
import { loadGeometry, loadReviewNumber } from '../maps/load-geometry.ts'
import { Breadcrumb } from '../panels/breadcrumb.tsx'
import { EnterpriseList } from '../panels/enterprise-list.tsx'
import { MapLegend } from '../panels/map-legend.tsx'
import { RegionTable } from '../panels/region-table.tsx'
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
          {mapView === 'map' && <MapView />}
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

const MapView = (): ReactElement => {
  const { t } = useTranslation()
  const { geometry, failed, reviewNumber } = useBaseMap()
  const language = useSettings((settings) => settings.language)
  const place = useView((view) => view.place)
  const regions = useRegions()
  const map = useRiskMap(geometry)
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

const useRiskMap = (geometry: Geometry | undefined): RiskMapData | undefined => {
  const { t } = useTranslation()
  const { language, theme } = useSettings()
  const region = useView(({ place }) => place.region)
  const regions = useRegions()
  const rows = useRegionRows(language)
  const items = useEnterpriseItems(language)
  const live = useLiveness() === 'live'
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const cut = useMemo(() => (geometry === undefined ? undefined : cutGeometry(geometry, regions, region)), [geometry, regions, region])
  return useMemo(() => {
    if (cut === undefined) return undefined
    const own = findRegion(regions, region)
    const byCode = new Map(rows.map((row) => [row.adcode, row]))
    const areas = cut.features.map(({ properties: { adcode, name } }) => {
      const row = byCode.get(adcode)
      const level = row?.level ?? 'none'
      return {
        adcode,
        name: row?.name ?? name,
        level,
        outlined: own?.level === 'county',
        hint: level === 'none' ? t('level.none') : `${romans[level]} ${t(`level.${level}`)}`,
      }
    })
    const countyMarks = cut.features.flatMap((feature): MapMark[] => {
      const row = byCode.get(feature.properties.adcode)
      // Sixty signs of "unknown" say no more than the hatching, while nothing has come yet.
      if (row === undefined || !hasSnapshot || row.level === 'none' || !isAbnormal(row.level)) return []
      return [{ id: row.adcode, name: row.name, level: row.level, word: t(`level.${row.level}`), place: labelPoint(feature), onArea: true }]
    })
    const enterpriseMarks = items.flatMap(({ enterprise, level }): MapMark[] =>
      level === 'none'
        ? []
        : [
            {
              id: `${ENTERPRISE}${enterprise.code}`,
              name: nameOf(enterprise, language),
              level,
              word: t(`level.${level}`),
              place: [enterprise.location.lon, enterprise.location.lat],
              onArea: false,
            },
          ],
    )
    return {
      mapName: `region-${region}`,
      geometry: cut,
      areas,
      marks: own?.level === 'county' ? enterpriseMarks : countyMarks,
      palette: live ? palettes[theme] : oldPicture(palettes[theme]),
    }
  }, [cut, regions, region, rows, items, language, theme, live, hasSnapshot, t])
}
