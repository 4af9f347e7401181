import { demoEnterprise, type PointRow, type RuleRow } from './demo-enterprise.ts'

const tanks = [
  ['TK101', 'TK-101', 'TK-101 甲醇储罐', 'Methanol tank TK-101'],
  ['TK102', 'TK-102', 'TK-102 乙醇储罐', 'Ethanol tank TK-102'],
  ['TK103', 'TK-103', 'TK-103 甲醇中间罐', 'Methanol day tank TK-103'],
] as const

const tankPoints = tanks.flatMap(([tag, source, zh, en]): PointRow[] => [
  [`${tag}.LEVEL`, source, `${zh}液位`, `${en}, level`, 'level', '%', 0, 100, 2],
  [`${tag}.TEMP`, source, `${zh}温度`, `${en}, temperature`, 'temperature', 'Cel', -40, 80, 5],
  [`${tag}.PRESS`, source, `${zh}压力（表压）`, `${en}, pressure (gauge)`, 'pressure', 'kPa', -0.5, 5, 2],
  [`${tag}.BREATHER`, source, `${zh}呼吸阀开度`, `${en}, breather valve position`, 'position', '%', 0, 100, 5],
])

/** Two levels each, as AQ 3036 §4.2 asks; its numbers are [M] verify, the combustible ones are GB/T 50493-2019. */
const tankRules = tanks.flatMap(([tag]): RuleRow[] => [
  [`${tag}.LEVEL`, 'H', 85, 'yellow', 1, 5], // [M] verify
  [`${tag}.LEVEL`, 'HH', 90, 'red', 1], // [M] verify: closes the inlet valve
  [`${tag}.LEVEL`, 'L', 15, 'yellow', 1, 5], // [M] verify
  [`${tag}.LEVEL`, 'LL', 10, 'orange', 1], // [M] verify: stops the pump
  [`${tag}.TEMP`, 'H', 35, 'yellow', 0.5, 30], // [M] verify: upper normal working temperature
  [`${tag}.TEMP`, 'HH', 45, 'orange', 0.5, 30], // [M] verify: 1.25 to 2 times the first
  [`${tag}.PRESS`, 'H', 1.2, 'yellow', 0.1, 5], // [M] verify: upper normal working pressure
  [`${tag}.PRESS`, 'HH', 1.6, 'orange', 0.1, 5], // [M] verify: 80 % of 2.0 kPa design, below the emergency vent at 1.75
])

/** Alcohol tank farm of a chemical plant: two storage tanks and a day tank. */
export const alcoholTankFarm = demoEnterprise({
  enterprise: {
    code: 'DEMO-TANK', name: '示例 龙潭化工储运有限公司', nameEn: 'Demo Longtan Chemical Storage Co.',
    region: '220203', industry: 'chemical', location: { lon: 126.57, lat: 43.965 },
  },
  sources: [
    ['TK-101', '示例 TK-101 甲醇储罐', 'Demo methanol tank TK-101', 'tank_farm', 'orange', 0, 0],
    ['TK-102', '示例 TK-102 乙醇储罐', 'Demo ethanol tank TK-102', 'tank_farm', 'yellow', 45, 0],
    ['TK-103', '示例 TK-103 甲醇中间罐', 'Demo methanol day tank TK-103', 'tank_farm', 'yellow', 80, -15],
    ['TA-01', '示例 罐区防火堤及装卸区', 'Demo dike, pumps and loading bay', 'tank_farm', 'orange', 40, -50],
  ],
  points: [
    ...tankPoints,
    ['GD-101', 'TA-01', '防火堤内可燃气体', 'Combustible gas, dike', 'concentration', '%{LEL}', 0, 100, 2],
    ['GD-102', 'TA-01', '泵区可燃气体', 'Combustible gas, pumps', 'concentration', '%{LEL}', 0, 100, 2],
    ['GD-103', 'TA-01', '装卸区可燃气体', 'Combustible gas, loading bay', 'concentration', '%{LEL}', 0, 100, 2],
    ['WS-101', 'TA-01', '罐区风速', 'Wind speed', 'wind speed', 'm/s', 0, 60, 5],
  ],
  rules: [
    ...tankRules,
    ...['GD-101', 'GD-102', 'GD-103'].flatMap((tag): RuleRow[] => [[tag, 'H', 25, 'orange', 2], [tag, 'HH', 50, 'red', 2]]),
    ['WS-101', 'H', 13.8, 'yellow', 1, 15], // [M] verify: wind force 6
  ],
})
