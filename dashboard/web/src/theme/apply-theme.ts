import { cssVariables, palettes, type ThemeName } from './palette.ts'

/** Puts a palette on the page, for the style sheets and for the browser's own parts (scroll bars, form fields). */
export const applyTheme = (name: ThemeName): void => {
  const root = document.documentElement
  root.dataset['theme'] = name
  root.style.colorScheme = name
  for (const [variable, colour] of Object.entries(cssVariables(palettes[name]))) root.style.setProperty(variable, colour)
}
