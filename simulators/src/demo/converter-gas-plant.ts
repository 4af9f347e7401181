import { demoEnterprise, type RuleRow, type WarningRow } from './demo-enterprise.ts'

/** Converter gas of a steel works. CO 24 and 160 ppm are common field presets; "[M] verify" marks usual practice without a verified clause. */
export const converterGasPlant = demoEnterprise({
  enterprise: {
    code: 'DEMO-GAS', name: '示例 二道江冶金煤气公司', nameEn: 'Demo Erdaojiang Converter Gas Co.',
    region: '220503', industry: 'metallurgy', location: { lon: 126.045, lat: 41.775 },
  },
  sources: [
    ['GH-01', '示例 转炉煤气柜', 'Demo converter gas holder', 'gas_site', 'red', 0, 0],
    ['BH-01', '示例 煤气加压站', 'Demo gas booster house', 'machine_room', 'orange', 120, -40],
  ],
  points: [
    ['GH01.LEVEL', 'GH-01', '煤气柜柜位', 'Gas holder level', 'level', '%', 0, 100, 2],
    ['CO-01', 'GH-01', '煤气柜区一氧化碳', 'Carbon monoxide, holder', 'concentration', '[ppm]', 0, 500, 2],
    ['GM01.PRESS', 'BH-01', '煤气总管压力（表压）', 'Gas main pressure (gauge)', 'pressure', 'kPa', 0, 20, 2],
    ['BL01.VIB', 'BH-01', '1号加压机轴承振动', 'Booster 1, bearing vibration', 'vibration', 'mm/s', 0, 20, 2],
    ['CO-02', 'BH-01', '加压站一氧化碳', 'Carbon monoxide, booster house', 'concentration', '[ppm]', 0, 500, 2],
  ],
  rules: [
    ...['CO-01', 'CO-02'].flatMap((tag): RuleRow[] => [[tag, 'H', 24, 'yellow', 2], [tag, 'HH', 160, 'red', 5]]),
    ['GH01.LEVEL', 'H', 80, 'yellow', 2, 10], // [M] verify
    ['GH01.LEVEL', 'HH', 90, 'orange', 2, 5], // [M] verify: the bleeder opens
    ['GH01.LEVEL', 'L', 20, 'yellow', 2, 10], // [M] verify
    ['GH01.LEVEL', 'LL', 10, 'red', 2, 5], // [M] verify: air may be drawn in
    ['GM01.PRESS', 'L', 3, 'orange', 0.3, 5], // [M] verify
    ['GM01.PRESS', 'LL', 1.5, 'red', 0.3], // [M] verify: users must be cut off
    ['BL01.VIB', 'H', 4.5, 'yellow', 0.3, 5], // [M] verify: zone boundary of GB/T 6075.3
  ],
  warnings: [
    // A detector of gas always shows some noise; one that shows none for five minutes shows nothing.
    ...['CO-01', 'CO-02'].map((tag): WarningRow => [tag, 'health', 'yellow', { windowS: 300, minReadings: 60, offDelayS: 60 }]),
    // A bearing that fails is restless long before it is loud.
    ['BL01.VIB', 'anomaly', 'blue', { severity: 0.6 }],
  ],
})
