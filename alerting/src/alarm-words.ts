import type { AlarmState } from '@hazardwatch/shared/alarm'
import type { TransitionEvent } from './alarm-transition.ts'

/** What a person does to one occurrence. */
export type CommandEvent = Extract<TransitionEvent, 'acknowledged' | 'reset' | 'confirmed' | 'assigned' | 'marked'>

/** In Chinese, as the page names them; English refusals say the words of the interface. */
export const stateZh: Record<AlarmState, string> = {
  normal: '已恢复', unacknowledged: '未确认', acknowledged: '已确认', returned_unacknowledged: '已恢复 · 未确认', latched: '锁存，待复位',
  shelved: '已搁置', suppressed: '按设计抑制', out_of_service: '停用',
}

export const commandZh: Record<CommandEvent, string> = { acknowledged: '确认', reset: '复位', confirmed: '确认措施已采取', assigned: '指派', marked: '评价' }
