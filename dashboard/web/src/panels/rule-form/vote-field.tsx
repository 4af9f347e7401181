import { useId, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { degradedVote, type ChannelVote } from '../../rules/degraded-vote.ts'
import type { PickChoice } from '../../rules/pick-choices.ts'
import type { RuleDraft } from '../../rules/rule-draft.ts'
import type { FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'
import { PickSeveral } from './pick-several.tsx'

const votes = ['alarm', 'healthy', 'exclude'] as const satisfies readonly NonNullable<AlarmRule['badVote']>[]
/** What counts where nothing is chosen. */
const standard = { badVote: 'alarm', bypassVote: 'exclude' } as const

export interface VoteFieldProps {
  draft: RuleDraft
  /** Name of the rule's own point, the first channel. */
  own: string
  choices: readonly PickChoice[]
  faults: readonly FieldFault[]
  onChange(draft: RuleDraft): void
}

/** Which channels vote, how many are needed, and what becomes of the vote when one of them fails. */
export const VoteField = ({ draft, own, choices, faults, onChange }: VoteFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const others = draft.others ?? []
  const channels = others.length + 1
  const at = (field: FieldFault['field']): readonly FieldFault[] => faults.filter((fault) => fault.field === field)
  return (
    <div className="vote-field">
      <div className="part wide">
        <span id={`${id}-channels`}>
          {t('vote.channels')}
          <span className="soft"> *</span>
        </span>
        <p className="own-channel">
          <b>{draft.point ?? '…'}</b> {own === draft.point ? '' : own} <small>{t('vote.own')}</small>
        </p>
        <PickSeveral name="others" addLabel={t('form.addChannel')} values={others} choices={choices} faults={at('others')} required onChange={(next) => onChange({ ...draft, others: next.length === 0 ? undefined : next })} />
      </div>
      <div className="part">
        <label htmlFor={`${id}-need`}>
          {t('vote.need')}
          <span className="soft"> *</span>
        </label>
        <select id={`${id}-need`} value={draft.need ?? ''} aria-invalid={at('need').length > 0} aria-describedby={at('need').length > 0 ? `${id}-need-fault` : undefined} aria-required onChange={(event) => onChange({ ...draft, need: event.target.value })} data-testid="field-need">
          {(draft.need ?? '') === '' && <option value="">{t('vote.unset')}</option>}
          {Array.from({ length: channels }, (_, index) => (
            <option key={index} value={String(index + 1)}>
              {t('vote.choice', { need: index + 1, of: channels })}
            </option>
          ))}
          {Number(draft.need) > channels && <option value={draft.need}>{t('vote.tooMany', { need: draft.need ?? '', of: channels })}</option>}
        </select>
        <FaultText id={`${id}-need-fault`} faults={at('need')} />
      </div>
      {(['badVote', 'bypassVote'] as const).map((field) => (
        <fieldset key={field} className="part vote-choice">
          <legend>{t(field === 'badVote' ? 'vote.bad' : 'vote.bypass')}</legend>
          {votes.map((vote) => (
            <label key={vote}>
              <input type="radio" name={`${id}-${field}`} checked={(draft[field] ?? standard[field]) === vote} onChange={() => onChange({ ...draft, [field]: vote })} data-testid={`${field}-${vote}`} /> {t(`vote.${vote}`)}
              {vote === standard[field] && <small> {t('vote.standard')}</small>}
            </label>
          ))}
          <FaultText id={`${id}-${field}`} faults={at(field)} />
        </fieldset>
      ))}
      <VoteWords draft={draft} channels={channels} />
    </div>
  )
}

const asVote = (text: string | undefined): ChannelVote | undefined => votes.find((vote) => vote === text)

/** What the vote does, and what it does with a channel less. */
const VoteWords = ({ draft, channels }: { draft: RuleDraft; channels: number }): ReactElement | null => {
  const { t } = useTranslation()
  const need = Number(draft.need)
  if (!(need >= 1 && need <= channels) || channels === 1) return null
  const line = (field: keyof typeof standard, before: string): string => {
    const left = degradedVote(need, channels, asVote(draft[field]) ?? standard[field])
    return left.kind === 'votes' ? t('vote.votes', { before, need: left.need, of: left.of }) : t(`vote.${left.kind}`, { before, need })
  }
  return (
    <div className="reads part wide" data-testid="vote-words">
      <p>{t('vote.needOf', { need, of: channels })}</p>
      <p>{line('badVote', t('vote.one'))}</p>
      <p>{line('bypassVote', t('vote.oneBypassed'))}</p>
      <small>{t('vote.mixed')}</small>
    </div>
  )
}
