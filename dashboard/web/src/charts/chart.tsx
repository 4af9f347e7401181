import { LineChart, MapChart, ScatterChart } from 'echarts/charts'
import { GeoComponent, GridComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from 'echarts/components'
import type { EChartsOption } from 'echarts'
import { init, registerMap, use as registerParts, type EChartsType } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef, type ReactElement } from 'react'
import { frameOf, type Geometry } from '../maps/geometry.ts'
import { frameName } from './risk-map-option.ts'

registerParts([
  LineChart, MapChart, ScatterChart, GeoComponent, GridComponent, MarkLineComponent, MarkPointComponent, TooltipComponent,
  LabelLayout, CanvasRenderer,
])

const registered = new WeakSet<Geometry>()

export interface ChartProps {
  /** Pure: the drawing for a panel of this size, px. */
  build(panel: { width: number; height: number }): EChartsOption
  /** What a screen reader says instead of the drawing. */
  label: string
  /** Draw from scratch instead of into what is there, where parts of a drawing come and go. */
  fresh?: boolean
  /** With another map the drawing begins from scratch too. */
  map?: { name: string; geometry: Geometry }
  onPick?(name: string): void
  testId?: string
}

/** A drawing that follows the size of its panel and goes away with it. */
export const Chart = ({ build, label, fresh = false, map, onPick, testId }: ChartProps): ReactElement => {
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const latest = useRef({ build, onPick })
  const drawnMap = useRef(map?.name)

  useEffect(() => {
    const element = holder.current
    if (element === null) return undefined
    const created = init(element)
    chart.current = created
    created.on('click', ({ name }) => latest.current.onPick?.(name))
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0
      const height = entry?.contentRect.height ?? 0
      // Hidden panels have no size: nothing to draw on.
      if (width === 0 || height === 0) return
      created.resize({ width, height })
      created.setOption(latest.current.build({ width, height }), { notMerge: false })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      created.dispose()
      chart.current = undefined
    }
  }, [])

  useEffect(() => {
    latest.current = { build, onPick }
  }, [build, onPick])

  // Not for another `onPick`: whoever draws the page anew for another reason would pay for a drawing.
  useEffect(() => {
    if (map !== undefined && !registered.has(map.geometry)) {
      registered.add(map.geometry)
      // As text, because registering writes into the object that it is given.
      registerMap(map.name, JSON.stringify(map.geometry))
      registerMap(frameName(map.name), JSON.stringify(frameOf(map.geometry)))
    }
    const element = holder.current
    if (element === null || element.clientWidth === 0) return
    chart.current?.setOption(build({ width: element.clientWidth, height: element.clientHeight }), { notMerge: fresh || drawnMap.current !== map?.name })
    drawnMap.current = map?.name
  }, [build, map, fresh])

  return <div ref={holder} className="chart" role="img" aria-label={label} data-testid={testId} />
}
