import { describe, expect, it } from 'vitest'
import { cssVariables, oldPicture, type Palette, palettes, riskColours, themeNames } from './palette.ts'

const channel = (part: number): number => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
/** WCAG 2 relative luminance and contrast. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

describe.each(themeNames)('the %s palette', (name) => {
  const palette: Palette = palettes[name]
  const grounds = [palette.ground, palette.panel, palette.raised]

  it.each(['text', 'soft', 'faint', 'redText'] as const)('has letters in %s that can be read on every ground', (token) => {
    for (const ground of [...grounds, palette.track]) expect(contrast(palette[token], ground)).toBeGreaterThanOrEqual(4.5)
  })

  it('has readable letters on buttons and on the bar of a dead feed', () => {
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5)
    expect(contrast('#ffffff', palette.deadBar)).toBeGreaterThanOrEqual(4.5)
  })

  it('keeps the order of the levels in an old picture: the worse, the lighter', () => {
    const { red, orange, yellow } = oldPicture(palette).area
    expect(luminance(red)).toBeGreaterThan(luminance(orange))
    expect(luminance(orange)).toBeGreaterThan(luminance(yellow))
  })

  it('has marks of 3:1, by colour or by outline', () => {
    for (const colour of Object.values(riskColours)) {
      const seen = palette.markOutline === 'transparent' ? [colour] : [colour, palette.markOutline]
      expect(Math.max(...seen.map((part) => contrast(part, palette.panel))), colour).toBeGreaterThanOrEqual(3)
    }
  })
})

it('names every colour for the style sheets', () => {
  const variables = cssVariables(palettes.dark)
  expect(variables).toMatchObject({ '--on-accent': '#15181c', '--area-none': '#23272c', '--risk-red': '#d9001b' })
})
