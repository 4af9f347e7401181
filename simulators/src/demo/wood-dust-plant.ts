import { demoEnterprise } from './demo-enterprise.ts'

/**
 * Wood-board sanding line with a dry bag collector. Hopper temperature, pressure drop and the airlock fault signal are the three values
 * the national plan asks of every dry collector. An alarm at 20 % above the recorded pressure drop and at 70 °C inlet temperature
 * are clause 5.1 of the collector's standard; those marked "[M] verify" are usual practice without a verified clause.
 */
export const woodDustPlant = demoEnterprise({
  enterprise: {
    code: 'DEMO-DUST', name: '示例 敦化人造板有限公司', nameEn: 'Demo Dunhua Wood Board Co.',
    region: '222403', industry: 'dust', location: { lon: 128.262, lat: 43.361 },
  },
  sources: [['DC-01', '示例 1号砂光除尘系统', 'Demo sander dust collector 1', 'dust_collector', 'orange', 0, 0]],
  points: [
    ['DC01.DP', 'DC-01', '除尘器进出口压差', 'Collector pressure drop', 'differential pressure', 'Pa', 0, 4000, 2],
    ['DC01.INLET_T', 'DC-01', '除尘器入口温度', 'Collector inlet temperature', 'temperature', 'Cel', -20, 150, 2],
    ['DC01.HOPPER_T', 'DC-01', '灰斗内部温度', 'Hopper temperature', 'temperature', 'Cel', -20, 150, 5],
    ['DC01.AIRLOCK_FAULT', 'DC-01', '锁气卸灰故障信号（1=故障）', 'Airlock discharge fault (1 = fault)', 'state', '1', 0, 1, 2],
    ['DC01.FAN_I', 'DC-01', '风机电流', 'Fan current', 'current', 'A', 0, 150, 5],
    ['DC01.DUCT_V', 'DC-01', '主管道风速', 'Duct air speed', 'air speed', 'm/s', 0, 40, 5],
    ['DC01.SPARKS', 'DC-01', '火花探测次数（近1分钟）', 'Sparks detected (last minute)', 'count', '/min', 0, 200, 1],
  ],
  rules: [
    ['DC01.DP', 'H', 1800, 'yellow', 80, 10], // 20 % above the 1,500 Pa at which cleaning starts
    ['DC01.DP', 'HH', 2200, 'orange', 80, 10], // [M] verify
    ['DC01.DP', 'L', 700, 'yellow', 80, 15], // [M] verify: a torn bag lets the pressure drop fall
    ['DC01.INLET_T', 'H', 70, 'red', 2], // alarm and isolation above 70 °C
    ['DC01.HOPPER_T', 'H', 60, 'orange', 2, 10], // [M] verify
    ['DC01.HOPPER_T', 'HH', 70, 'red', 2], // [M] verify
    ['DC01.AIRLOCK_FAULT', 'H', 1, 'orange', 0.5, 5],
    ['DC01.DUCT_V', 'L', 16, 'yellow', 1, 10], // [M] verify: below it dust settles in the duct
    ['DC01.SPARKS', 'H', 3, 'yellow', 1], // [M] verify
    ['DC01.SPARKS', 'HH', 8, 'orange', 2], // [M] verify
  ],
})
