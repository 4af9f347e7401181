import { demoEnterprise } from './demo-enterprise.ts'

/**
 * Ammonia cold store. GD-07 has no simulator behind it: it waits for a reading that somebody publishes by hand.
 * Set-points: 25 and 50 ppm are the usual field presets for ammonia; 150 ppm in machine and valve rooms starts the emergency fans
 * (GB 50072-2021 §7.4.1, §7.4.3). Those marked "[M] verify" are usual practice without a verified clause.
 */
export const ammoniaColdStore = demoEnterprise({
  enterprise: {
    code: 'DEMO-NH3', name: '示例 洮南冷链有限公司', nameEn: 'Demo Taonan Cold Chain Co.',
    region: '220881', industry: 'ammonia_refrigeration', location: { lon: 122.762, lat: 45.352 },
  },
  sources: [
    ['MR-01', '示例 制冷机房', 'Demo machine room', 'machine_room', 'orange', 0, 0],
    ['VR-01', '示例 低压循环桶间', 'Demo low-pressure receiver room', 'machine_room', 'orange', 30, 5],
    ['CR-01', '示例 1号冷藏间', 'Demo freezer room 1', 'warehouse', 'yellow', 70, 20],
    ['PK-01', '示例 加工包装间', 'Demo packing room', 'production_unit', 'yellow', 90, -30],
  ],
  points: [
    ['PT-101', 'MR-01', '压缩机吸气压力（表压）', 'Compressor suction pressure (gauge)', 'pressure', 'MPa', -0.1, 1.5, 2],
    ['PT-102', 'MR-01', '压缩机排气压力（表压）', 'Compressor discharge pressure (gauge)', 'pressure', 'MPa', -0.1, 2.5, 2],
    ['TT-101', 'MR-01', '压缩机吸气温度', 'Compressor suction temperature', 'temperature', 'Cel', -50, 50, 5],
    ['TT-102', 'MR-01', '压缩机排气温度', 'Compressor discharge temperature', 'temperature', 'Cel', -20, 180, 5],
    ['IT-101', 'MR-01', '压缩机电流', 'Compressor current', 'current', 'A', 0, 200, 5],
    ['GD-01', 'MR-01', '制冷机房氨气浓度', 'Ammonia in the machine room', 'concentration', '[ppm]', 0, 1000, 2],
    ['LT-201', 'VR-01', '低压循环桶液位', 'Low-pressure receiver level', 'level', '%', 0, 100, 5],
    ['GD-02', 'VR-01', '低压循环桶间氨气浓度', 'Ammonia in the receiver room', 'concentration', '[ppm]', 0, 1000, 2],
    ['TT-301', 'CR-01', '1号冷藏间温度', 'Freezer room 1 temperature', 'temperature', 'Cel', -40, 40, 5],
    ['GD-03', 'CR-01', '1号冷藏间氨气浓度', 'Ammonia in freezer room 1', 'concentration', '[ppm]', 0, 1000, 2],
    ['GD-07', 'PK-01', '包装间氨气浓度', 'Ammonia in the packing room', 'concentration', '[ppm]', 0, 1000, null],
  ],
  rules: [
    ['GD-07', 'H', 25, 'orange', 2],
    ['GD-07', 'HH', 50, 'red', 2],
    ['GD-01', 'H', 25, 'yellow', 2],
    ['GD-01', 'HH', 150, 'red', 5],
    ['GD-02', 'H', 25, 'yellow', 2],
    ['GD-02', 'HH', 150, 'red', 5],
    ['GD-03', 'H', 25, 'yellow', 2],
    ['GD-03', 'HH', 150, 'red', 5],
    ['PT-101', 'L', 0, 'yellow', 0.01, 15], // [M] verify: suction below the atmosphere draws air in
    ['PT-102', 'H', 1.5, 'yellow', 0.03, 5], // [M] verify
    ['PT-102', 'HH', 1.7, 'orange', 0.03, 5], // [M] verify: below the high-pressure cut-out
    ['TT-102', 'H', 105, 'yellow', 2, 30], // [M] verify: oil-cooled screw compressor
    ['TT-102', 'HH', 120, 'orange', 2, 30], // [M] verify
    ['LT-201', 'H', 70, 'yellow', 2, 20], // [M] verify
    ['LT-201', 'HH', 80, 'orange', 2, 20], // [M] verify: liquid may reach the compressor
    ['LT-201', 'L', 25, 'blue', 2, 60], // [M] verify
    ['TT-301', 'H', -15, 'blue', 0.5, 60], // [M] verify: keeping quality of frozen goods
  ],
  // Times to respond are usual practice, [M] verify; the clauses are those of the set-points above.
  guidance: {
    'GD-01/HH': {
      consequence: '氨中毒；继续积聚可达爆炸下限（15.7 %VOL）',
      cause: '阀组或法兰泄漏、机封失效、检修放空',
      operatorAction: '1. 撤离机房人员，无防护不得进入\n2. 确认事故风机已强制启动\n3. 机房外远程停压缩机，关闭供液\n4. 上风向警戒，按应急预案报告',
      responseS: 300,
      priorityReason: '直接危及人身，数分钟内须处置',
      citation: 'GB 50072-2021 §7.4.1：机房氨浓度 ≥ 1.5×10⁻⁴（150 ppm）声光报警并强制启动事故风机；达到 25 %LEL 时还应切断机房电源',
      consequenceEn: 'Ammonia poisoning; if it goes on collecting, the lower explosive limit (15.7 %VOL) is within reach',
      causeEn: 'Leak at a valve group or flange, failed shaft seal, venting during maintenance',
      operatorActionEn: '1. Clear the machine room, nobody enters without protection\n2. See that the emergency fans run\n3. Stop the compressors from outside, close the liquid supply\n4. Cordon off upwind, report by the emergency plan',
      priorityReasonEn: 'Direct danger to life, to be dealt with within minutes',
      citationEn: 'GB 50072-2021 §7.4.1: ammonia in the machine room ≥ 1.5×10⁻⁴ (150 ppm) sets off sound and light and starts the emergency fans; from 25 %LEL on the power of the room is cut too',
    },
    'GD-07/HH': {
      consequence: '包装间人员密集，氨刺激、中毒，出口受阻时伤亡扩大',
      cause: '穿墙供液管或库门附近阀门泄漏、机房氨气窜入',
      operatorAction: '1. 立即疏散包装间全部人员\n2. 停供液，关闭通向包装间的阀门\n3. 开启排风，清点人数',
      responseS: 180,
      priorityReason: '作业人员多，疏散时间短',
      citation: 'GB/T 50493-2019：有毒气体二级报警 ≤ 200 %OEL；50 ppm 为氨的常用现场设定值',
      consequenceEn: 'Many people in the packing room: irritation and poisoning by ammonia, more casualties where the exits are blocked',
      causeEn: 'Leak at the liquid line through the wall or at the valves by the doors, ammonia drifting in from the machine room',
      operatorActionEn: '1. Clear the packing room at once\n2. Stop the liquid supply, close the valves towards the packing room\n3. Start the extraction, count heads',
      priorityReasonEn: 'Many people at work, little time to leave',
      citationEn: 'GB/T 50493-2019: second alarm level for toxic gas ≤ 200 %OEL; 50 ppm is the usual set-point for ammonia on site',
    },
  },
  // Beside the limits: a seep is seen to go on long before it reaches one.
  warnings: [
    ['GD-03', 'baseline', 'blue', { limit: 6, deadband: 2, riseS: 3600, fallS: 600, warmUpS: 120, onDelayS: 60 }],
    ['GD-03', 'forecast', 'yellow', { limit: 25, horizonS: 1200, windowS: 1200 }],
    ['PT-102', 'anomaly', 'blue', {}],
  ],
})
