import type { ReactElement } from 'react'
import { Button } from 'antd'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { useTranslation } from 'react-i18next'
import { alarmCommands, canCommand } from '../alarms/alarm-commands.ts'
import { shownKeys } from '../keyboard/shortcut.ts'
import { command, mark, selectAlarm } from './commands.ts'

/** What can be done to the chosen alarm now; the first is what is wanted most. */
export const PlateActions = ({ alarm, newer, enabled, pending }: { alarm: Alarm; /** What has followed it. */ newer: Alarm | undefined; enabled: boolean; pending: boolean }): ReactElement => {
  const { t } = useTranslation()
  const possible = alarmCommands.filter((name) => canCommand(alarm, name))
  return (
    <>
      {newer !== undefined && <Button type="primary" onClick={() => selectAlarm(newer.id)} data-testid="to-newer">{t('plate.toNewer')}</Button>}
      {possible.map((name, index) => {
        const [key = ''] = shownKeys[name]
        return (
          <Button
            key={name}
            type={index === 0 && newer === undefined ? 'primary' : 'default'}
            disabled={!enabled || pending}
            loading={pending && index === 0}
            onClick={() => command(alarm.id, name)}
            data-testid={`${name}-plate`}
            aria-keyshortcuts={key}
            title={enabled ? t(`keys.${name}`) : t('dead.disabled')}
          >
            {t(`command.${name}`)} {key}
          </Button>
        )
      })}
    </>
  )
}

/** Whether the warning was useful: said with a key as well. */
export const MarkButtons = ({ alarm, enabled, pending }: { alarm: Alarm; enabled: boolean; pending: boolean }): ReactElement => {
  const { t } = useTranslation()
  return (
    <>
      {(['useful', 'notUseful'] as const).map((word) => (word === 'useful' ? { word, useful: true } : { word, useful: false })).map(({ word, useful }) => (
        <Button
          key={word}
          size="small"
          disabled={!enabled || pending}
          onClick={() => mark(alarm.id, useful)}
          aria-pressed={alarm.mark?.useful === useful}
          aria-keyshortcuts={shownKeys[word][0]}
          data-testid={`mark-${useful ? 'useful' : 'not-useful'}`}
          title={enabled ? t('mark.hint') : t('dead.disabled')}
        >
          {alarm.mark?.useful === useful ? '✓ ' : ''}{t(`mark.${word}`)} {shownKeys[word][0]}
        </Button>
      ))}
    </>
  )
}
