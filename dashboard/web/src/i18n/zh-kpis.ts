/** Of the page about the quality of the alarms, and of alarms in groups. */
export const zhKpis = {
  kpi: {
    intro: '{{from}} 至 {{to}}：{{operators}} 个席位共报警 {{count}} 条。目标值取自 EEMUA 191 与 ISA-18.2（每席位；部分待核对）。',
    old: '读不到最新指标，以下为旧值：{{problem}}', range: '时段', range_watch: '本班 8 小时', range_day: '24 小时', range_week: '7 天', region: '地区',
    perTenMinutes: '平均每 10 分钟', perDay: '平均每天', peak: '10 分钟最多', floodShare: '洪流时间占比', topTen: '前十报警占比', chattering: '抖动报警', fleeting: '瞬时报警', standing: '持续中的报警',
    stale: '超过 24 小时未消除', acknowledge: '确认用时（中位）', clear: '恢复用时（中位）', unacknowledged: '未被确认',
    target: '目标 ≤ {{value}}', atLeast: '目标 ≥ {{value}}', noTarget: '无目标值', p90: '九成以内 {{value}}', count: '{{count}} 条',
    course: '每 10 分钟报警数', courseLabel: '每 10 分钟报警数柱形图：最多 {{peak}} 条（{{at}}），超过 {{limit}} 条为洪流', floodLine: '洪流 > {{count}}', eachBar: '每柱 10 分钟', worstOfBar: '每柱 {{minutes}} 分钟，取其中最多的 10 分钟',
    distribution: '优先级分布', floods: '报警洪流', noFloods: '该时段没有洪流', badActors: '报警最多与抖动的规则', noActors: '该时段没有报警',
    worstOnly: '抖动的规则只列出最严重的 {{chattering}} 条，短暂报警的规则只列出最严重的 {{fleeting}} 条。',
  },
  flood: { title: '报警洪流', since: '自 {{time}} 起', recent: '近 10 分钟 {{count}} 条', listed: '列表中 {{alarms}} 条，{{sources}} 个危险源', grouped: '按危险源归组，展开即见每一条', plain: '逐条显示' },
  group: {
    bySource: '按危险源归组', count: '{{count}} 条报警', unacknowledged: '未确认 {{count}}', earliest: '最早', label: '{{level}}，{{source}}，{{where}}，{{count}}，{{waiting}}，最先：{{first}}',
  },
  hiding: { covered: '被上游覆盖', coveredByGateway: '网关 {{gateways}} 失联期间不另行报警', coveredBy: '“{{alarms}}”持续期间不另行报警', byCause: '上游原因（自动）', endsWithTest: '随通气测试结束' },
  verdict: { met: '达标', missed: '未达标', few: '报警太少，不评定', none: '无目标值' },
  actor: {
    actor: '测点与规则', alarms: '报警', ofAll: '占比', transitions: '一分钟内最多变化', brief: '瞬时', suggestion: '建议', chatters: '抖动', briefOf: '{{count}} / {{all}}',
    onDelay: '报警延时 {{seconds}} 秒', offDelay: '恢复延时 {{seconds}} 秒', deadband: '死区 {{value}}', examine: '需工艺人员分析',
    fewer: '采用该死区可减少 {{all}} 次报警中的 {{fewer}} 次', fromHistory: '依据 {{lasted}} 内 {{readings}} 条读数', usual: '常用死区，量程的 {{percent}}%',
    outcome_calm: '按当前规则，这些读数不再抖动', outcome_none: '没有死区能消除抖动而不合并彼此独立的报警',
    why_no_history: '非历史读数推算', why_not_read_yet: '正在读取历史读数', why_limits_by_state: '限值随运行状态变化',
  },
}
