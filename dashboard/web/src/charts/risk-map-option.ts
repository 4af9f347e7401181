import type { EChartsOption } from 'echarts'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import { type AreaLevel, levelRank, romans } from '../levels/level.ts'
import { aspectScale, boundsOf, type Geometry, layoutSize } from '../maps/geometry.ts'
import { type Palette, riskColours } from '../theme/palette.ts'

export interface MapArea {
  adcode: string
  name: string
  level: AreaLevel
  /** Level on the border only, so that the signs inside can be told from it. */
  outlined: boolean
  /** What the hint says below the name. */
  hint: string
}

/** A sign on the map: the level of a county, or of an enterprise at its place. */
export interface MapMark {
  id: string
  name: string
  level: RiskLevel
  /** The word of the level, beside shape and numeral. */
  word: string
  place: [lon: number, lat: number]
  /** It lies on an area of its own colour and is drawn white. */
  onArea: boolean
}

export interface RiskMap {
  mapName: string
  geometry: Geometry
  areas: readonly MapArea[]
  marks: readonly MapMark[]
  palette: Palette
}

/** Share of the panel that the map fills; the rest keeps it off the edges. */
const FILL = 0.92
const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'

const symbols: Readonly<Record<RiskLevel, string>> = {
  red: 'diamond',
  orange: 'triangle',
  yellow: 'rect',
  blue: 'circle',
  unknown: 'path://M0,0H16V16H0ZM2,2V6L6,2ZM2,10V13L13,2H10ZM5,14H8L14,8V5ZM12,14H14V12Z',
}

/** How "unknown" is filled, without any colour: what a canvas takes as a fill. Made once: a hatching of its own for each area is drawn sixty times. */
export interface Hatching {
  image: HTMLCanvasElement
  repeat: 'repeat'
  scaleX: number
  scaleY: number
}

const areaItem = (area: MapArea, palette: Palette, hatching: Hatching) => {
  const areaColor = area.level === 'unknown' && !area.outlined ? hatching : palette.area[area.outlined ? 'none' : area.level]
  const border = area.outlined && area.level !== 'none' ? { borderColor: riskColours[area.level], borderWidth: 2 } : {}
  return {
    name: area.adcode,
    value: levelRank(area.level),
    area,
    itemStyle: { areaColor, ...border },
    emphasis: { itemStyle: { areaColor, ...border } },
  }
}

const isGrave = ({ level }: MapMark): boolean => level === 'red' || level === 'orange'

/** So many names find room beside each other; more of them would be a heap in which none can be read. */
const NAMES = 10

const markItem = (mark: MapMark, palette: Palette, named: boolean) => ({
  name: mark.id,
  value: [...mark.place, levelRank(mark.level)],
  mark,
  symbol: symbols[mark.level],
  symbolSize: isGrave(mark) ? 16 : 13,
  itemStyle: { color: mark.onArea ? '#ffffff' : riskColours[mark.level], borderColor: mark.onArea ? '#15181c' : palette.text, borderWidth: 1, opacity: 1 },
  label: {
    show: named,
    position: 'bottom' as const,
    distance: 4,
    fontSize: 12,
    lineHeight: 15,
    fontFamily: FONT,
    color: palette.text,
    textBorderColor: palette.ground,
    textBorderWidth: 3,
    formatter: `${mark.name}\n${romans[mark.level]} ${mark.word}`,
  },
})

const hintOf = (data: unknown): string => {
  if (typeof data !== 'object' || data === null) return ''
  if ('area' in data) {
    const { name, hint } = data.area as MapArea
    return `${name}\n${hint}`
  }
  if ('mark' in data) {
    const { name, level, word } = data.mark as MapMark
    return `${name}\n${romans[level]} ${word}`
  }
  return ''
}

/** Name of the frame of a map: a rectangle around it, so that what lies on it is laid out like the map, and nothing more is drawn. */
export const frameName = (mapName: string): string => `${mapName}-frame`

/**
 * The four-colour map. Areas are a map series of their own, since only there each area can have its own fill;
 * the signs lie on its invisible frame with the same layout.
 * @param panel width and height, px
 */
export const riskMapOption = ({ mapName, geometry, areas, marks, palette }: RiskMap, panel: { width: number; height: number }, hatching: Hatching): EChartsOption => {
  const bounds = boundsOf(geometry)
  const layout = {
    map: mapName,
    nameProperty: 'adcode',
    roam: false as const,
    aspectScale: aspectScale(bounds),
    layoutCenter: ['50%', '50%'],
    layoutSize: layoutSize(bounds, { width: panel.width * FILL, height: panel.height * FILL }),
  }
  // Worst last: it is drawn on top.
  const drawn = [...marks].sort((a, b) => levelRank(b.level) - levelRank(a.level))
  // The name of what matters most is never left out, while there are few; among many the others give way, and each is in the hint.
  const crowded = drawn.filter(isGrave).length > NAMES
  return {
    animation: false,
    tooltip: {
      show: true,
      renderMode: 'richText',
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontFamily: FONT, fontSize: 13 },
      formatter: (params) => hintOf(Array.isArray(params) ? undefined : params.data),
    },
    geo: { ...layout, map: frameName(mapName), silent: true, itemStyle: { areaColor: 'transparent', borderColor: 'transparent' }, tooltip: { show: false } },
    series: [
      {
        id: 'areas',
        type: 'map',
        ...layout,
        selectedMode: false,
        label: { show: false },
        itemStyle: { borderColor: palette.areaBorder, borderWidth: 1, areaColor: palette.area.none },
        emphasis: { label: { show: false }, itemStyle: { borderColor: palette.text, borderWidth: 1.5 } },
        data: areas.map((area) => areaItem(area, palette, hatching)),
      },
      {
        id: 'marks',
        type: 'scatter',
        coordinateSystem: 'geo',
        data: drawn.map((mark) => markItem(mark, palette, !crowded || isGrave(mark))),
        labelLayout: ({ dataIndex }) => {
          const mark = dataIndex === undefined ? undefined : drawn[dataIndex]
          return { hideOverlap: crowded || mark === undefined || !isGrave(mark) }
        },
        emphasis: { scale: 1.2 },
      },
    ],
  }
}
