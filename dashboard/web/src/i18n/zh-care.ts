export const zhCare = {
  care: {
    calibration: '检定', bump: '通气测试', notRegistered: '未登记', neverCalibrated: '从未记录', overdue: '已超期', dueAt: '{{day}} 到期', neverTested: '尚未做过',
    result: '结果', result_passed: '合格', result_adjusted: '调整后合格', result_failed: '不合格', running: '进行中，{{left}} 后自动结束，期间抑制本测点报警', recovering: '报警抑制至 {{time}}',
    cancelled: '已放弃', t90: 't90 {{value}} 秒（不超过 {{most}} 秒）', reached: '最高达到 {{percent}}%', reason_passed: '合格', reason_slow: '不合格：响应慢', reason_low_response: '不合格：响应不足', reason_no_response: '不合格：无响应',
    bumpStart: '通气测试', apply: '已通气', applied: '{{time}} 已通气', notApplied: '待通气', end: '已撤气', cancel: '放弃', calibrate: '记录检定', bumpTitle: '{{name}} 通气测试', bumpBegin: '开始', concentration: '标准气浓度', gas: '标准气', most: '最长',
    bumpText: '从开始到撤气，只抑制本测点的报警，最长不超过所选时间；其他测点照常报警。开始后，通上气按“已通气”，撤掉气按“已撤气”。',
    expected: '{{seconds}} 秒内达到 90% 为合格（{{standard}}，未核对，使用前请核实）。', calibrateTitle: '记录 {{name}} 刚完成的检定', record: '记录', reference: '证书或记录编号', interval: '检定周期（天）', days: '天',
    fault_gas: '请选择标准气', fault_concentration: '请填写标准气浓度（数字）', fault_beyondRange: '超出仪表量程：{{most}}', fault_interval: '请填写检定周期，1 至 3650 天', fault_result: '请选择结果',
  },
  gas: { methane: '甲烷', isobutane: '异丁烷', hydrogen: '氢气', carbon_monoxide: '一氧化碳', hydrogen_sulfide: '硫化氢', ammonia: '氨', oxygen: '氧' },
} as const
