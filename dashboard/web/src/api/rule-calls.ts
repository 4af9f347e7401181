import { Alarm } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { BacktestView } from '@hazardwatch/shared/backtest'
import { Camera } from '@hazardwatch/shared/camera'
import { GatewayView } from '@hazardwatch/shared/gateway-profile'
import { pageOf } from '@hazardwatch/shared/list-page'
import { RuleChange } from '@hazardwatch/shared/rule-change'
import { RulePreset } from '@hazardwatch/shared/rule-presets'
import { z } from 'zod'
import { post, request, requestAll } from './client.ts'

const query = encodeURIComponent
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Who changes a rule, and why: both stand in its change record. */
export interface NamedEdit {
  by: string
  reason: string
}
const edit = ({ by, reason }: NamedEdit): string => `by=${query(by)}&reason=${query(reason)}`
const json = (method: string, body: unknown): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

export const fetchEnterpriseRules = (enterprise: string): Promise<AlarmRule[]> => requestAll(AlarmRule, `rules?enterprise=${query(enterprise)}`)
/** Alarms of an enterprise that ask for attention or are hidden. */
export const fetchOpenAlarms = (enterprise: string): Promise<Alarm[]> => requestAll(Alarm, `alarms?enterprise=${query(enterprise)}&state=open`)
export const fetchCameras = (enterprise: string): Promise<Camera[]> => requestAll(Camera, `cameras?enterprise=${query(enterprise)}`)
export const fetchGateways = (enterprise: string): Promise<z.infer<typeof GatewayView>[]> => requestAll(GatewayView, `gateways?enterprise=${query(enterprise)}`)
export const fetchRulePresets = async (): Promise<RulePreset[]> => (await request(pageOf(RulePreset), 'rule-presets')).items
export const fetchRule = (id: string): Promise<AlarmRule> => request(AlarmRule, `rules/${query(id)}`)
export const createRule = async (rule: AlarmRule, by: NamedEdit): Promise<AlarmRule | undefined> => (await request(z.object({ items: z.array(AlarmRule) }), `rules?${edit(by)}`, json('POST', rule))).items[0]
export const replaceRule = (rule: AlarmRule, by: NamedEdit): Promise<AlarmRule> => request(AlarmRule, `rules/${query(rule.id)}?${edit(by)}`, json('PUT', rule))
export const retireRule = (id: string, by: NamedEdit): Promise<undefined> => request(z.undefined(), `rules/${query(id)}?${edit(by)}`, { method: 'DELETE' })

export const MOST_CHANGES = 50
export const fetchRuleChanges = async (rule: string): Promise<RuleChange[]> => (await request(pageOf(RuleChange), `rule-changes?rule=${query(rule)}&limit=${MOST_CHANGES}`)).items

/** `patch`: what of the rule in force would be another. */
export const startBacktest = (id: string, patch: Record<string, unknown>, days: number): Promise<BacktestView> => post(BacktestView, `rules/${query(id)}/backtest`, { candidate: patch, days })
/** Tries a rule that is not in force yet. */
export const startNewBacktest = (rule: AlarmRule, days: number): Promise<BacktestView> => post(BacktestView, 'backtests', { candidates: [rule], days })
export const fetchBacktest = (id: string): Promise<BacktestView> => request(BacktestView, `backtests/${query(id)}`)
export const cancelBacktest = (id: string): Promise<BacktestView> => request(BacktestView, `backtests/${query(id)}`, { method: 'DELETE' })

const SheetReport = z.object({
  rows: z.number(), created: z.number(), changed: z.number(), unchanged: z.number(), written: z.boolean(),
  faults: z.array(z.object({ row: z.number(), column: z.string().nullable(), message: z.string(), messageZh: z.string() })),
})
export type SheetReport = z.infer<typeof SheetReport>

/** Checks a workbook of rules, or writes it: all or nothing. */
export const sendSheet = (file: Blob, dryRun: boolean, by: NamedEdit): Promise<SheetReport> =>
  request(SheetReport, `master-alarms?dryRun=${dryRun}&${edit(by)}`, { method: 'POST', headers: { 'content-type': WORKBOOK }, body: file })
/** Address of the workbook; null = of all enterprises. */
export const sheetAddress = (enterprise: string | null): string => `/api/v1/master-alarms.xlsx${enterprise === null ? '' : `?enterprise=${query(enterprise)}`}`
