import { useId, type ReactElement } from 'react'
import type { operatingStates } from '@hazardwatch/shared/plant-event'
import { useTranslation } from 'react-i18next'
import { faultsWithin, type FieldFault } from '../../rules/rule-faults.ts'
import { FaultText } from './fault-text.tsx'

/** As a plant goes through them, the usual one first. */
const order = ['running', 'startup', 'shutdown', 'maintenance'] as const satisfies readonly (typeof operatingStates)[number][]

export interface StateLimitsFieldProps {
  limits: Readonly<Record<string, string>>
  /** What holds where nothing stands. */
  limit: string
  unit: string
  /** States in which the rule is armed; none = all. */
  activeStates: readonly string[]
  faults: readonly FieldFault[]
  onChange(limits: Readonly<Record<string, string>> | undefined): void
}

/** Limits that take the place of the limit in an operating state. */
export const StateLimitsField = ({ limits, limit, unit, activeStates, faults, onChange }: StateLimitsFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const change = (state: string, text: string): void => {
    const next = Object.fromEntries(Object.entries({ ...limits, [state]: text }).filter(([, value]) => value !== ''))
    onChange(Object.keys(next).length === 0 ? undefined : next)
  }
  return (
    <>
      <table className="state-limits">
        <thead>
          <tr>
            <th scope="col">{t('stateLimits.state')}</th>
            <th scope="col">{t('stateLimits.limit')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((state) => {
            const wrong = faultsWithin(faults, state)
            const armed = activeStates.length === 0 || activeStates.includes(state)
            return (
              <tr key={state}>
                <th scope="row">
                  <label htmlFor={`${id}-${state}`}>{t(`ruleOption.${state}`)}</label>
                </th>
                <td>
                  <input
                    id={`${id}-${state}`} type="text" inputMode="decimal" autoComplete="off" value={limits[state] ?? ''} placeholder={limit === '' ? t('stateLimits.sameUnset') : t('stateLimits.same', { limit })}
                    aria-invalid={wrong.length > 0} aria-describedby={wrong.length > 0 ? `${id}-${state}-fault` : undefined} onChange={(event) => change(state, event.target.value)} data-testid={`state-limit-${state}`}
                  />{' '}
                  <small>{unit}</small> {!armed && <small className="soft">{t('stateLimits.notArmed')}</small>}
                  <FaultText id={`${id}-${state}-fault`} faults={wrong} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <small>{t('stateLimits.only')}</small>
      <FaultText id={`${id}-fault`} faults={faults.filter(({ path }) => path.length === 0)} />
    </>
  )
}
