import type { RiskLevel } from '@hazardwatch/shared/risk'
import type { AreaLevel } from '../levels/level.ts'

export const themeNames = ['dark', 'light'] as const
export type ThemeName = (typeof themeNames)[number]

/**
 * The four colours of the scheme and the grey of "unknown", on marks of any size. Chosen for 3:1 on both grounds' panels and for
 * distance under the three colour-vision deficiencies; on the light ground orange and yellow carry a dark outline besides.
 */
export const riskColours: Readonly<Record<RiskLevel, string>> = { red: '#d9001b', orange: '#ff9100', yellow: '#ffe800', blue: '#3d8bff', unknown: '#9aa3ad' }

export interface Palette {
  ground: string
  /** Ground of the alarm list. */
  list: string
  panel: string
  raised: string
  line: string
  text: string
  soft: string
  faint: string
  /** The chosen one of several, and the ground of the others. */
  selected: string
  track: string
  /** Primary buttons, selection and focus: never a risk colour. */
  accent: string
  onAccent: string
  markOutline: string
  /** Text in the alarm colour: the risk red is too dark for letters on the dark ground. */
  redText: string
  deadBar: string
  /** Areas of the map: normal is quiet. */
  area: Readonly<Record<AreaLevel, string>>
  areaBorder: string
  hatch: string
  curve: string
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    ground: '#101215', list: '#101215', panel: '#15181c', raised: '#1d2126', line: '#2b3037', text: '#e8ebee', soft: '#aab2bb', faint: '#8b949e',
    selected: '#39414a', track: '#1d2126', accent: '#e8ebee', onAccent: '#15181c', markOutline: 'transparent', redText: '#ff6570', deadBar: '#d9001b',
    area: { red: '#d9001b', orange: '#f58b00', yellow: '#e6d200', blue: '#22385a', unknown: '#40464e', none: '#23272c' },
    areaBorder: '#101215', hatch: '#9aa3ad', curve: '#e8ebee',
  },
  light: {
    ground: '#eceef1', list: '#ffffff', panel: '#ffffff', raised: '#f4f6f8', line: '#d3d8de', text: '#1a1e23', soft: '#4a535d', faint: '#5c656f',
    selected: '#ffffff', track: '#dde2e7', accent: '#20262d', onAccent: '#ffffff', markOutline: '#3a3200', redText: '#b80017', deadBar: '#c90019',
    area: { red: '#d9001b', orange: '#ff9100', yellow: '#ffe800', blue: '#bccde2', unknown: '#d3d7dc', none: '#e2e5e9' },
    areaBorder: '#ffffff', hatch: '#5c656f', curve: '#20262d',
  },
}

/**
 * The palette of an old picture. Colour is taken from the whole page; the worst areas must not turn the darkest then,
 * as red does in grey.
 */
export const oldPicture = (palette: Palette): Palette => ({ ...palette, area: { ...palette.area, red: '#a8a8a8', orange: '#8e8e8e', yellow: '#767676' } })

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** @returns the custom properties that the style sheets use, by name. */
export const cssVariables = (palette: Palette): Record<string, string> => {
  const { area, ...plain } = palette
  const named = (prefix: string, colours: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(colours).map(([name, colour]) => [`--${prefix}${kebab(name)}`, colour])
  return Object.fromEntries([...named('', plain), ...named('area-', area), ...named('risk-', riskColours)])
}
