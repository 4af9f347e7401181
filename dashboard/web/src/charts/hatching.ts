import type { Palette } from '../theme/palette.ts'
import type { Hatching } from './risk-map-option.ts'

/** Side of the tile, px: lines this far apart along the axes meet their neighbours in the next tile. */
const TILE = 8
const LINE = 2

const known = new WeakMap<Palette, Hatching>()

/** @returns diagonal lines on the grey of "unknown", in the resolution of the screen. */
export const hatchingOf = (palette: Palette): Hatching => {
  const made = known.get(palette) ?? draw(palette, window.devicePixelRatio)
  known.set(palette, made)
  return made
}

const draw = (palette: Palette, scale: number): Hatching => {
  const image = document.createElement('canvas')
  image.width = image.height = Math.round(TILE * scale)
  const context = image.getContext('2d')
  if (context !== null) {
    context.scale(image.width / TILE, image.width / TILE)
    context.fillStyle = palette.area.unknown
    context.fillRect(0, 0, TILE, TILE)
    context.strokeStyle = palette.hatch
    context.lineWidth = LINE
    context.beginPath()
    // The corners belong to the lines of the tiles beside.
    for (const shift of [-TILE, 0, TILE]) {
      context.moveTo(shift - LINE, TILE + LINE)
      context.lineTo(shift + TILE + LINE, -LINE)
    }
    context.stroke()
  }
  return { image, repeat: 'repeat', scaleX: TILE / image.width, scaleY: TILE / image.width }
}
