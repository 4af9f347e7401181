import type { Location } from '@hazardwatch/shared/ledger'
import { demoEnterprise, placeNear, type DemoEnterprise, type PointRow, type RuleRow } from './demo-enterprise.ts'

const site: Location = { lon: 124.58, lat: 44.905 }
/** Compass direction of each fence-line sensor, with its place in metres east and north of the middle (laid out for the demo). */
const sensors = {
  E: ['东侧', 'east', 120, 0], N: ['北侧', 'north', 0, 100], NE: ['东北角', 'north-east', 110, 90], NW: ['西北角', 'north-west', -110, 90],
  S: ['南侧', 'south', 0, -100], SE: ['东南角', 'south-east', 110, -90], SW: ['西南角', 'south-west', -110, -90], W: ['西侧', 'west', -120, 0],
} as const

const points = (rowS: number): PointRow[] => [
  ...Object.entries(sensors).map(([side, [zh, en]]): PointRow =>
    [`CH4-${side}`, 'FENCE-01', `${zh}甲烷浓度`, `Methane, ${en} fence`, 'concentration', '[ppm]', 0, 1000, rowS]),
  ['WS-01', 'FENCE-01', '风速', 'Wind speed', 'wind speed', 'm/s', 0, 60, rowS],
]

/**
 * 10 and 20 ppm are far below any explosive limit: they are leak-search limits of a fence line over a background of 2 ppm, chosen from the data.
 * Two recorded minutes of on-delay leave out single gusts, five of off-delay keep a plume that comes and goes one alarm.
 */
const rules = (rowS: number): RuleRow[] => [
  ...Object.keys(sensors).flatMap((side): RuleRow[] => [
    [`CH4-${side}`, 'H', 10, 'orange', 1, 2 * rowS, 5 * rowS],
    [`CH4-${side}`, 'HH', 20, 'red', 2, 2 * rowS, 5 * rowS],
  ]),
  ['WS-01', 'H', 13.8, 'yellow', 1, 2 * rowS, 5 * rowS], // [M] verify: wind force 6, AQ 3036
]

/**
 * Gas site whose readings are the methane week measured at METEC (`data/metec_aded2022_ch4`).
 * @param speed recorded time per real time; delays and intervals are in real seconds, so they shrink with it.
 */
export const methaneSite = (speed: number): DemoEnterprise => {
  const rowS = 60 / speed
  return demoEnterprise({
    enterprise: {
      code: 'DEMO-CH4', name: '示例 前郭天然气集输站（METEC 实测数据回放）', nameEn: 'Demo Qian Gorlos Gas Station (replay of METEC measurements)',
      region: '220721', industry: 'gas', location: site,
    },
    sources: [['FENCE-01', '示例 站场围栏甲烷监测', 'Demo fence-line methane monitoring', 'gas_site', 'orange', 0, 0]],
    points: points(rowS),
    rules: rules(rowS),
    pointLocations: Object.fromEntries(Object.entries(sensors).map(([side, [, , eastM, northM]]) => [`CH4-${side}`, placeNear(site, eastM, northM)])),
  })
}
