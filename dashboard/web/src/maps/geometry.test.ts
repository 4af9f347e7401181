import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { regions } from '@hazardwatch/shared/region-tree'
import { aspectScale, boundsOf, cutGeometry, frameOf, Geometry, labelPoint, layoutSize } from './geometry.ts'

const jilin = Geometry.parse(JSON.parse(readFileSync(new URL('../../public/maps/220000.json', import.meta.url), 'utf8')))

describe('the map of Jilin', () => {
  it('draws exactly the counties of the region list, under their names and parents', () => {
    const drawn = jilin.features.map(({ properties: { adcode, name, parent } }) => ({ adcode, name, parent }))
    const listed = regions.filter((region) => region.level === 'county').map(({ adcode, name, parent }) => ({ adcode, name, parent }))
    const byCode = (a: { adcode: string }, b: { adcode: string }): number => Number(a.adcode) - Number(b.adcode)
    expect(drawn.sort(byCode)).toEqual(listed.sort(byCode))
  })

  it('closes every ring and lies where Jilin lies', () => {
    for (const { geometry } of jilin.features) {
      const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
      for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0])
    }
    expect(boundsOf(jilin)).toEqual({
      west: expect.closeTo(121.64, 1),
      east: expect.closeTo(131.31, 1),
      south: expect.closeTo(40.86, 1),
      north: expect.closeTo(46.3, 1),
    })
  })
})

describe('cutting and fitting', () => {
  it('puts a frame around a map that spans just what it does', () => {
    expect([Geometry.parse(frameOf(jilin)).features.length, boundsOf(frameOf(jilin))]).toEqual([1, boundsOf(jilin)])
  })

  it.each([
    ['the province', '220000', 60],
    ['a prefecture', '220800', 5],
    ['a county', '220881', 1],
    ['another province', '230000', undefined],
  ])('%s', (_name, region, counties) => {
    expect(cutGeometry(jilin, regions, region)?.features.length).toBe(counties)
  })

  it('writes the name of a county inside its bounds, also when the file gives no point', () => {
    for (const feature of jilin.features) {
      const { cp: _given, ...rest } = feature.properties
      const { west, east, south, north } = boundsOf({ type: 'FeatureCollection', features: [feature] })
      for (const [lon, lat] of [labelPoint(feature), labelPoint({ ...feature, properties: rest })]) {
        expect(lon > west && lon < east && lat > south && lat < north, feature.properties.name).toBe(true)
      }
    }
  })

  it('fills the tighter side of a panel', () => {
    const square = { west: 0, east: 2, south: 59, north: 60 }
    expect(aspectScale(square)).toBeCloseTo(0.5, 1)
    const wide = { west: 0, east: 4, south: -1, north: 1 }
    expect(layoutSize(wide, { width: 400, height: 400 })).toBeCloseTo(400)
    expect(layoutSize(wide, { width: 400, height: 100 })).toBeCloseTo(200)
    const tall = { west: 0, east: 1, south: -1, north: 1 }
    expect(layoutSize(tall, { width: 100, height: 400 })).toBeCloseTo(200)
  })
})
