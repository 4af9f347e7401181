import { useEffect, useMemo } from 'react'
import { NATIVE_GATEWAY } from '@hazardwatch/shared/gateway-profile'
import { useTranslation } from 'react-i18next'
import { fetchCameras, fetchGateways } from '../api/rule-calls.ts'
import { nameOf } from '../i18n/setup.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'

const EVERY_MS = 60_000

interface Watchable {
  value: string
  name: string
}

export interface Watched {
  label: 'ruleField.point' | 'form.camera' | 'form.gateway'
  choices: readonly Watchable[]
}

/** What one rule of a kind can watch: a point of the enterprise, a camera, a gateway. */
export const useWatched = (enterprise: string, kind: string | undefined): Watched => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const points = useLedger((ledger) => ledger.points)
  useEffect(() => needPoints([enterprise]), [enterprise])
  const { answer } = usePolled(`watched ${enterprise} ${kind === 'video'} ${kind === 'gateway'}`, async (): Promise<Watchable[]> => {
    if (kind === 'video') return (await fetchCameras(enterprise)).map((camera) => ({ value: camera.id, name: nameOf(camera, language) }))
    if (kind !== 'gateway') return []
    return (await fetchGateways(enterprise)).map(({ code, format }) => ({ value: code, name: format }))
  }, EVERY_MS)
  const fetched = answer?.value
  return useMemo(() => {
    if (kind === 'video') return { label: 'form.camera', choices: fetched ?? [] }
    if (kind === 'gateway') return { label: 'form.gateway', choices: [{ value: NATIVE_GATEWAY, name: t('form.nativeGateway') }, ...(fetched ?? []).filter(({ value }) => value !== NATIVE_GATEWAY)] }
    return { label: 'ruleField.point', choices: [...points.values()].filter((point) => point.enterprise === enterprise).map((point) => ({ value: String(point.tag), name: nameOf(point, language) })) }
  }, [kind, fetched, points, enterprise, language, t])
}
