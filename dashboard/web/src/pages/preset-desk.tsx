import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { fetchRulePresets } from '../api/rule-calls.ts'
import { formatLimit, formatUnit } from '../format/number.ts'
import { optionWord } from '../rules/option-words.ts'
import { presetDraft } from '../rules/preset-draft.ts'
import type { RuleDraft } from '../rules/rule-draft.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

/** Presets change with the version of the service only. */
const EVERY_MS = 600_000

/** What standards ask for, with their citation, to be filled into the form. */
export const PresetDesk = ({ draft, pointUnit, onFill }: { draft: RuleDraft; pointUnit: string | undefined; onFill(draft: RuleDraft): void }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { answer, problem } = usePolled('rule presets', fetchRulePresets, EVERY_MS)
  const [chosen, setChosen] = useState('')
  const choices = (answer?.value ?? []).flatMap((preset) => preset.rules.map((rule, index) => ({ key: `${preset.id} ${index}`, preset, rule })))
  const choice = choices.find(({ key }) => key === chosen)
  const figure = ({ preset, rule }: (typeof choices)[number]): string =>
    rule.limit === null ? t('preset.plantFigure') : `${formatLimit(rule.limit)} ${rule.percent === true ? '%' : formatUnit(preset.unit)}`
  return (
    <div className="preset" data-testid="preset">
      <div className="buttons">
        <label htmlFor="preset-choice">{t('preset.label')}</label>
        <select id="preset-choice" value={chosen} onChange={(event) => setChosen(event.target.value)} data-testid="preset-choice">
          <option value="">{t('preset.choose')}</option>
          {choices.map((one) => (
            <option key={one.key} value={one.key}>
              {one.preset.name[language]} · {optionWord('kind', one.rule.kind, t)} · {figure(one)} {one.preset.verify ? '⚠' : ''}
            </option>
          ))}
        </select>
        <Button disabled={choice === undefined} onClick={() => { if (choice !== undefined) onFill(presetDraft(draft, choice.preset, choice.rule, pointUnit)) }} data-testid="preset-fill">
          {t('preset.fill')}
        </Button>
      </div>
      {problem !== null && <p className="fault">{t('app.failed')}: {problemText(problem, language)}</p>}
      {choice !== undefined && (
        <p>
          {choice.rule.meaning[language]} · {t('preset.standard')}: {choice.preset.standard} · <b>{choice.preset.verify ? `⚠ ${t('preset.verify')}` : `✓ ${t('preset.verified')}`}</b>
        </p>
      )}
    </div>
  )
}
