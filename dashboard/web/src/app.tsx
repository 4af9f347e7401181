import { useEffect, useMemo, type ReactElement } from 'react'
import { ConfigProvider, theme as antdTheme } from 'antd'
import i18next from 'i18next'
import { createFeed } from './feed/feed-store.ts'
import { Console } from './pages/console.tsx'
import { useSettings } from './pages/settings.ts'
import { useLedgerRefresh } from './pages/use-subscription.ts'
import { followAddress } from './pages/view-store.ts'
import { applyTheme } from './theme/apply-theme.ts'
import { palettes, type ThemeName } from './theme/palette.ts'

/** antd in the page's own colours: neutral, so that only risk is coloured. */
const antdConfig = (name: ThemeName) => {
  const palette = palettes[name]
  return {
    algorithm: name === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorTextLightSolid: palette.onAccent,
      colorBgContainer: palette.raised,
      colorBgElevated: palette.panel,
      colorText: palette.text,
      colorTextPlaceholder: palette.faint,
      colorTextDescription: palette.soft,
      colorBorder: palette.line,
      borderRadius: 4,
      fontFamily: 'inherit',
      motion: false,
    },
    components: {
      Segmented: {
        itemSelectedBg: palette.selected,
        itemSelectedColor: palette.text,
        itemColor: palette.soft,
        itemHoverColor: palette.text,
        trackBg: palette.track,
      },
      Button: {
        colorPrimary: palette.accent,
        colorPrimaryHover: palette.accent,
        colorPrimaryActive: palette.accent,
        primaryColor: palette.onAccent,
        defaultBg: palette.raised,
        primaryShadow: 'none',
        defaultShadow: 'none',
      },
    },
  }
}

/** antd would put a space between the two characters of a Chinese button; its spoken name has none. */
const BUTTON = { autoInsertSpace: false }

/** Wires the page: address, ledger, feed, look and language. */
export const App = (): ReactElement => {
  const { theme, language } = useSettings()
  const feed = useMemo(createFeed, [])
  useEffect(() => followAddress(), [])
  useEffect(() => {
    feed.start()
    return () => feed.stop()
  }, [feed])
  useLedgerRefresh()
  useEffect(() => applyTheme(theme), [theme])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    void i18next.changeLanguage(language)
  }, [language])
  const config = useMemo(() => antdConfig(theme), [theme])
  return (
    <ConfigProvider theme={config} button={BUTTON}>
      <Console feed={feed} />
    </ConfigProvider>
  )
}
