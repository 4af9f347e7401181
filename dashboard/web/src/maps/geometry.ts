import { z } from 'zod'
import { isWithin } from '@hazardwatch/shared/region-tree'
import type { Region } from '@hazardwatch/shared/region'

const Ring = z.array(z.tuple([z.number(), z.number()]).rest(z.number()))
const Shape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
])
const Feature = z.object({
  type: z.literal('Feature'),
  properties: z.object({ adcode: z.string(), name: z.string(), parent: z.string(), cp: z.tuple([z.number(), z.number()]).optional() }),
  geometry: Shape,
})

/** County outlines of a province: GeoJSON in WGS84, joined to the regions by adcode. */
export const Geometry = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature).min(1) })
export type Geometry = z.infer<typeof Geometry>

export interface Bounds {
  west: number
  east: number
  south: number
  north: number
}

/** @returns the outlines of the counties in a region; undefined when none of them is drawn. */
export const cutGeometry = (geometry: Geometry, regions: readonly Region[], region: string): Geometry | undefined => {
  const features = geometry.features.filter(({ properties }) => properties.adcode === region || isWithin(regions, properties.adcode, region))
  return features.length === 0 ? undefined : { ...geometry, features }
}

const ringsOf = (shape: z.infer<typeof Shape>): [number, number, ...number[]][][] => (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat())

/** @returns the degrees that the outlines span. */
export const boundsOf = (geometry: Geometry): Bounds => {
  const bounds = { west: 180, east: -180, south: 90, north: -90 }
  for (const feature of geometry.features) {
    for (const [lon, lat] of ringsOf(feature.geometry).flat()) {
      bounds.west = Math.min(bounds.west, lon)
      bounds.east = Math.max(bounds.east, lon)
      bounds.south = Math.min(bounds.south, lat)
      bounds.north = Math.max(bounds.north, lat)
    }
  }
  return bounds
}

/** @returns the rectangle around the outlines, as a map of its own. */
export const frameOf = (geometry: Geometry): Geometry => {
  const { west, east, south, north } = boundsOf(geometry)
  const ring: [number, number][] = [[west, south], [east, south], [east, north], [west, north], [west, south]]
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { adcode: 'frame', name: 'frame', parent: '' }, geometry: { type: 'Polygon', coordinates: [ring] } }] }
}

/** @returns where to write the name of a county: the point that the file gives, else the middle of its outline. */
export const labelPoint = (feature: Geometry['features'][number]): [number, number] => {
  if (feature.properties.cp !== undefined) return feature.properties.cp
  const { west, east, south, north } = boundsOf({ type: 'FeatureCollection', features: [feature] })
  return [(west + east) / 2, (south + north) / 2]
}

/** Length of a degree of longitude against one of latitude in the middle of the map: keeps shapes true. */
export const aspectScale = ({ south, north }: Bounds): number => Math.cos((((south + north) / 2) * Math.PI) / 180)

/**
 * Side of the square into which the chart fits a map so that it fills a panel.
 * @param panel width and height, px
 */
export const layoutSize = (bounds: Bounds, panel: { width: number; height: number }): number => {
  const aspect = ((bounds.east - bounds.west) * aspectScale(bounds)) / (bounds.north - bounds.south)
  return aspect >= 1 ? Math.min(panel.width, panel.height * aspect) : Math.min(panel.height, panel.width / aspect)
}
