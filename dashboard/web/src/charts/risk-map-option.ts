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

/** Hatching says "unknown" without any colour. */
const hatchOf = (palette: Palette) => ({
  color: palette.hatch,
  backgroundColor: palette.area.unknown,
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
  symbolSize: 1,
})

const areaItem = (area: MapArea, palette: Palette) => {
  const areaColor = palette.area[area.outlined ? 'none' : area.level]
  const border = area.outlined && area.level !== 'none' ? { borderColor: riskColours[area.level], borderWidth: 2 } : {}
  return {
    name: area.adcode,
    value: levelRank(area.level),
    area,
    itemStyle: { areaColor, ...border, ...(area.level === 'unknown' && !area.outlined ? { decal: hatchOf(palette) } : {}) },
    emphasis: { itemStyle: { areaColor, ...border } },
  }
}

const markItem = (mark: MapMark, palette: Palette) => ({
  name: mark.id,
  value: [...mark.place, levelRank(mark.level)],
  mark,
  symbol: symbols[mark.level],
  symbolSize: mark.level === 'red' || mark.level === 'orange' ? 16 : 13,
  itemStyle: { color: mark.onArea ? '#ffffff' : riskColours[mark.level], borderColor: mark.onArea ? '#15181c' : palette.text, borderWidth: 1, opacity: 1 },
  label: {
    show: true,
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

/**
 * The four-colour map. Areas are a map series of their own, since only there each area can have its own hatching;
 * the signs lie on an invisible twin of it with the same layout.
 * @param panel width and height, px
 */
export const riskMapOption = ({ mapName, geometry, areas, marks, palette }: RiskMap, panel: { width: number; height: number }): EChartsOption => {
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
    geo: { ...layout, silent: true, itemStyle: { areaColor: 'transparent', borderColor: 'transparent' }, tooltip: { show: false } },
    series: [
      {
        id: 'areas',
        type: 'map',
        ...layout,
        selectedMode: false,
        label: { show: false },
        itemStyle: { borderColor: palette.areaBorder, borderWidth: 1, areaColor: palette.area.none },
        emphasis: { label: { show: false }, itemStyle: { borderColor: palette.text, borderWidth: 1.5 } },
        data: areas.map((area) => areaItem(area, palette)),
      },
      {
        id: 'marks',
        type: 'scatter',
        coordinateSystem: 'geo',
        data: drawn.map((mark) => markItem(mark, palette)),
        // The name of what matters most is never left out.
        labelLayout: ({ dataIndex }) => ({ hideOverlap: dataIndex === undefined || !['red', 'orange'].includes(drawn[dataIndex]?.level ?? '') }),
        emphasis: { scale: 1.2 },
      },
    ],
  }
}
