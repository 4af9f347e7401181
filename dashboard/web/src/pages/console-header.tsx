import type { ReactElement } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { readingAge } from '../feed/liveness.ts'
import { formatTimeOfDay } from '../format/duration.ts'
import { FeedBadge } from '../panels/feed-badge.tsx'
import { LevelCounts } from '../panels/level-counts.tsx'
import { PageNav } from '../panels/page-nav.tsx'
import { SoundBadge } from '../panels/sound-badge.tsx'
import { formatPlace } from '../place/place.ts'
import { changeSettings, useSettings } from './settings.ts'
import { silence, useSound } from './use-sound.ts'
import { changeView, HOME, useView } from './view-store.ts'

/** How bad, how live, who: the line that is always there. */
export const ConsoleHeader = (): ReactElement => {
  const { t } = useTranslation()
  const { language, theme, operator } = useSettings()
  const region = useFeedStore(({ feed }) => feed.regions.get(HOME))
  const { page, place } = useView()
  const otherTheme = theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="console-header">
      <h1>{t('app.title')}</h1>
      <PageNav current={page} home={formatPlace(place)} />
      <LevelCounts counts={region?.counts} label={t('header.counts')} />
      <LiveBadge />
      <SoundControl />
      <div className="tools">
        <Button type="text" size="small" onClick={() => changeView({ dialog: 'publish' })} data-testid="publish-help">
          {t('header.publish')}
        </Button>
        <Button type="text" size="small" onClick={() => changeView({ dialog: 'keys' })} aria-keyshortcuts="?">
          {t('header.keys')} ?
        </Button>
        <Button
          type="text"
          size="small"
          onClick={() => changeSettings({ theme: otherTheme })}
          aria-label={t('header.theme', { theme: t(`header.${otherTheme}`) })}
          data-testid="theme-switch"
        >
          {t(`header.${otherTheme}`)}
        </Button>
        <Button
          type="text"
          size="small"
          lang={language === 'zh' ? 'en' : 'zh'}
          onClick={() => changeSettings({ language: language === 'zh' ? 'en' : 'zh' })}
          title={t('header.languageLabel')}
          data-testid="language-switch"
        >
          {t('header.language')}
        </Button>
        <Button
          size="small"
          className="operator"
          aria-label={`${t('header.operator')}: ${operator ?? t('header.nobody')}`}
          onClick={() => changeView({ dialog: 'operator' })}
        >
          {operator ?? t('header.operator')}
        </Button>
      </div>
      <WallClock />
    </header>
  )
}

/** Redraws five times a second, and nothing with it. */
const LiveBadge = (): ReactElement => {
  const { feed, link, now } = useFeedStore()
  const liveness = useLiveness()
  return (
    <FeedBadge
      liveness={liveness}
      link={link}
      ageMs={feed.heardAt === null ? null : Math.max(0, now - feed.heardAt)}
      readingAgeMs={readingAge(feed, now)}
      engineLagMs={feed.heartbeat?.engineLagMs ?? null}
    />
  )
}

const SoundControl = (): ReactElement => {
  const on = useSettings((settings) => settings.sound)
  const { state, due } = useSound()
  // The click that meets a blocked sound is the gesture that the browser waits for: it must not switch the sound off besides.
  return <SoundBadge on={on} state={state} due={due} onSwitch={() => (on && state === 'blocked' ? undefined : changeSettings({ sound: !on }))} onSilence={silence} />
}

const WallClock = (): ReactElement => {
  const time = useFeedStore(({ feed, now }) => formatTimeOfDay(now + feed.skewMs))
  // It is the browser's own: over a dead picture it must not pass for a sign of life.
  const dead = useLiveness() === 'dead'
  return <time className={`wall-clock number ${dead ? 'stale' : ''}`}>{time}</time>
}
