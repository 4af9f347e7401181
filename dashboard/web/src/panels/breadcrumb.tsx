import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPlace, type Place } from '../place/place.ts'

export interface Crumb {
  name: string
  place: Place
}

/** The way from the province to where the operator looks; the last one is here. */
export const Breadcrumb = ({ crumbs }: { crumbs: readonly Crumb[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <nav className="breadcrumb" aria-label={t('map.breadcrumb')} data-testid="breadcrumb">
      <ol>
        {crumbs.map(({ name, place }, index) => (
          <li key={formatPlace(place)}>
            {index === crumbs.length - 1 ? <span aria-current="location">{name}</span> : <a href={formatPlace(place)}>{name}</a>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
