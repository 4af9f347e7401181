import { demoEnterprise } from './demo-enterprise.ts'

/** Waste-water pit of a pickling plant, a confined space. H2S 6 and 20 ppm are field presets; oxygen 19.5 to 23.5 %VOL. */
export const picklingPlant = demoEnterprise({
  enterprise: {
    code: 'DEMO-PIT', name: '示例 梅河口酱腌菜有限公司', nameEn: 'Demo Meihekou Pickling Co.',
    region: '220581', industry: 'confined_space', location: { lon: 125.705, lat: 42.52 },
  },
  sources: [['PIT-01', '示例 污泥池', 'Demo sludge pit', 'confined_space', 'yellow', 0, 0]],
  points: [
    ['H2S-01', 'PIT-01', '污泥池硫化氢', 'Hydrogen sulphide', 'concentration', '[ppm]', 0, 100, 2],
    ['O2-01', 'PIT-01', '污泥池氧气', 'Oxygen', 'concentration', '%', 0, 30, 2],
    ['O2-02', 'PIT-01', '污泥池氧气（备用）', 'Oxygen, second cell', 'concentration', '%', 0, 30, 2],
    ['CH4-01', 'PIT-01', '污泥池可燃气体', 'Combustible gas', 'concentration', '%{LEL}', 0, 100, 2],
    ['LT-01', 'PIT-01', '污泥池水位', 'Water level', 'level', 'm', 0, 3, 5],
    ['FAN-01', 'PIT-01', '通风机运行（1=运行）', 'Fan running (1 = running)', 'state', '1', 0, 1, 5],
  ],
  rules: [
    ['H2S-01', 'H', 6, 'orange', 0.5],
    ['H2S-01', 'HH', 20, 'red', 1],
    ['O2-01', 'L', 19.5, 'orange', 0.2],
    ['O2-01', 'H', 23.5, 'orange', 0.2],
    ['O2-02', 'L', 19.5, 'orange', 0.2],
    ['O2-02', 'H', 23.5, 'orange', 0.2],
    ['CH4-01', 'H', 10, 'yellow', 1], // [M] verify: limit for entry, GBZ/T 205
    ['CH4-01', 'HH', 25, 'red', 2],
    ['LT-01', 'H', 2.6, 'blue', 0.1, 10], // [M] verify
  ],
  // The time to respond and the clause of GBZ/T 205 are [M] verify.
  guidance: {
    'H2S-01/HH': {
      consequence: '池内人员数分钟内昏迷；盲目施救会扩大伤亡',
      cause: '污泥搅动或清淤释放硫化氢、通风机停运',
      operatorAction: '1. 停止作业，池内人员立即撤出\n2. 加大通风，严禁无呼吸防护下池救人\n3. 拉警戒，呼叫救援；重新检测合格前不得进入',
      responseS: 60,
      priorityReason: '有限空间内致命，几乎没有处置时间',
      citation: 'GB/T 50493-2019 二级报警 ≤ 200 %OEL（硫化氢 MAC 10 mg/m³）；20 ppm 为常用现场设定值；进入条件按 GBZ/T 205 核实',
      consequenceEn: 'People in the pit lose consciousness within minutes; rescue without protection adds casualties',
      causeEn: 'Hydrogen sulfide released by stirring or clearing sludge, fan out of service',
      operatorActionEn: '1. Stop the work, everybody leaves the pit at once\n2. More ventilation; nobody goes down to help without breathing apparatus\n3. Cordon off, call rescue; no entry before a new measurement is in order',
      priorityReasonEn: 'Deadly in a confined space, hardly any time to act',
      citationEn: 'GB/T 50493-2019: second alarm level ≤ 200 %OEL (MAC of hydrogen sulfide 10 mg/m³); 20 ppm is the usual set-point on site; verify the conditions of entry by GBZ/T 205',
    },
  },
  // Two cells breathe the same air: a difference that grows is of one of them.
  warnings: [['O2-02', 'drift', 'yellow', { sibling: 'O2-01', windowS: 600, limit: 0.15, deadband: 0.05 }]],
})
