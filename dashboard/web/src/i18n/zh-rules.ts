/** Of the rules page, and of the guidance on the face plate. */
export const zhRules = {
  rules: {
    enterprise: '企业', filter: '筛选', filterHint: '测点、位号、类型…', list: '规则列表', none: '该企业还没有规则', noneFound: '没有符合筛选的规则', more: '另有 {{count}} 条，请缩小筛选范围',
    onPoints: '覆盖 {{count}} 个测点', excluded: '{{count}} 个测点未被监视：单位无法换算',
    point: '测点', kind: '类型', limit: '限值', deadband: '回差', delays: '延时 起/止', priority: '优先级', enabled: '启用', now: '现在', alarming: '报警中', calm: '无报警', hiddenNow: '已隐藏', on: '启用', off: '停用',
    oldAlarms: '读不到现在的报警，“现在”一栏无效：{{problem}}', add: '新建规则', sheet: '导入导出', old: '读不到最新规则，下面是旧的：{{problem}}', path: '位置', notFound: '没有这条规则，可能已被删除', count: '{{count}} 条规则',
  },
  editor: {
    title: '规则', newTitle: '新建规则', group_what: '规则', group_condition: '条件', group_timing: '延时与确认', group_armed: '何时投用', group_rationale: '处置指引（报警合理化）',
    unset: '未设', required: '必填', reason: '修改原因', reasonHint: '写进修改记录', save: '保存', saveNew: '登记', remove: '删除规则', removeSure: '确定删除', cancel: '不删除', saved: '已保存，立即生效', nothing: '没有改动',
    needReason: '先写修改原因', faults: '先改好标出的 {{count}} 处', refused: '服务拒绝了这条规则', stale: '别人刚改过这条规则，保存前请先取最新的', takeNew: '取最新的', seconds: '{{label}}（秒）', changes: '改动', undo: '还原',
  },
  preset: { label: '按标准预设', choose: '选一个预设…', verify: '未核对标准原文，使用前请核实', verified: '有标准依据', standard: '依据', fill: '填入', plantFigure: '限值由企业给定' },
  backtest: {
    title: '试算', intro: '用存下的历史数据比较改动前后的报警，不影响现行规则。', days: '天数', run: '用最近 {{count}} 天试算', running: '正在试算 {{percent}}%', queued: '排队中', cancel: '取消试算', cancelled: '已取消',
    failed: '试算没有成功：{{problem}}', readings: '{{readings}} 个读数', side: '规则', before: '改动前', after: '改动后', alarms: '报警', perHour: '每小时', active: '报警时长', same: '不变', added: '新增', removed: '消失', earlier: '提前', later: '推后',
    median: '中位 {{time}}', chart: '试算时间线：新增 {{added}}，消失 {{removed}}，提前 {{earlier}}，推后 {{later}}', list: '逐条差异', what: '差异', raised: '报警时刻', was: '原时刻', cleared: '恢复', standing: '未恢复', shift: '移动',
    nothing: '报警完全一样', cut: '只列出前 {{count}} 条，共 {{total}} 条', faulty: '先改好规则再试算', done: '试算完成', noData: '这段时间没有读数，结果不说明问题', outdated: '这是上一份改动的结果',
  },
  ruleChange: { title: '修改记录', none: '还没有修改记录', created: '登记', retired: '删除', nobody: '未具名', noReason: '未写原因', changed: '修改', empty: '（空）', listOf: '修改了什么', unchanged: '内容没有变化', older: '只显示最近 {{count}} 次' },
  sheet: {
    title: '主报警数据库', intro: '全部规则连同后果、原因、操作员动作、响应时间和优先级依据，一行一条。', download: '下载 {{enterprise}} 的规则（.xlsx）', downloadAll: '下载全部规则（.xlsx）', upload: '选择要导入的 .xlsx', check: '试检查，不写入',
    write: '写入 {{count}} 条', rows: '{{count}} 行', created: '新增 {{count}}', changed: '修改 {{count}}', unchanged: '不变 {{count}}', faults: '{{count}} 处错误，没有写入', faultList: '错误', row: '行', column: '列', message: '错误内容', checked: '没有错误，可以写入',
    written: '已写入', wholeRow: '整行', checking: '正在检查…', nothing: '没有可写入的改动',
  },
  guidance: { title: '处置指引', consequence: '后果', cause: '可能', operatorAction: '立即', responseS: '时限', citation: '依据', within: '{{time}}内；', seconds: '{{count}} 秒', used: '已用', rule: '查看规则' },
  ruleField: {
    id: '编号', enterprise: '企业', point: '测点', kind: '类型', limit: '限值', deadband: '回差', onDelayS: '起报延时（秒）', offDelayS: '恢复延时（秒）', priority: '优先级', enabled: '启用', ackRequired: '需要确认', latching: '锁存（需复位）',
    reAlarmS: '再次提示间隔（秒）', activeStates: '投用的运行状态', stateLimits: '各运行状态的限值', activeWhile: '另一测点在范围内时投用', schedule: '投用时段', consequence: '后果', cause: '可能原因', operatorAction: '操作员动作',
    responseS: '响应时间（秒）', priorityReason: '优先级依据', citation: '标准条款', consequenceEn: '后果（英文）', causeEn: '可能原因（英文）', operatorActionEn: '操作员动作（英文）', priorityReasonEn: '优先级依据（英文）', citationEn: '标准条款（英文）', unit: '单位', allowNoPoints: '允许暂无匹配的点', dryRun: '试运行：只记录，不报警', suppressedBy: '被这些规则的报警抑制', alsoQualities: '照常判断的数据质量', windowS: '时间窗（秒）', direction: '方向', setpoint: '设定值',
    sibling: '对照测点', percent: '按百分比', riseS: '基线上升时间常数（秒）', fallS: '基线回落时间常数（秒）', warmUpS: '基线预热（秒）', panel: '比较范围', severity: '多严重才报警', tolerance: '容许变化', minReadings: '最少读数', qualities: '报警的数据质量', low: '下限',
    high: '上限', level: '越限值', others: '其他通道', need: '需要的票数', badVote: '故障通道的票', bypassVote: '旁路通道的票', when: '条件组合', events: '视频事件', holdS: '保持（秒）', everyS: '行间隔（秒）', model: '已学模型', horizonS: '预测多远（秒）',
    confidence: '置信度', method: '预测方法', afterS: '多久无读数（秒）',
  },
  ruleOption: {
    true: '是', false: '否', up: '向上', down: '向下', either: '两个方向', cheap: '基本', full: '全面', alarm: '算报警', healthy: '算正常', exclude: '不计', slope: '稳健斜率', holt: '阻尼平滑', running: '运行', startup: '开车', shutdown: '停车',
    maintenance: '检修', offline: '离线', frozen: '画面冻结', occluded: '遮挡', clock_skew: '时钟偏差', smoke: '烟雾', flame: '明火', intrusion: '闯入', no_helmet: '未戴安全帽', off_post: '离岗', crowd: '聚集',
  },
} as const
