/** Of the form of a rule: its controls, and what can be wrong in it. */
export const zhRuleForm = {
  form: {
    limitOfCount: '次', wantsMeans: '测点每 {{seconds}} 秒一读：建议填 60，按每分钟均值判断', limitOfVideo: '最低置信度，0–1', camera: '摄像机', gateway: '网关', nativeGateway: '原生接口（MQTT 原生主题与 HTTP）', standard: '默认 {{value}}', was: '原为 {{value}}', restore: '还原', changed: '已改', pick: '输入名称或位号查找…', noMatch: '没有匹配的', more: '另有 {{count}} 个，请多输几个字', remove: '移除 {{name}}', notKnown: '台账中没有', addChannel: '添加通道', addRule: '添加规则', sources: '选项',
    clear: '清除', left: '未填：不起作用',
    unsavedTitle: '有未保存的改动', unsavedText: '这条规则的改动还没有保存。离开后改动会丢失。', leave: '放弃改动并离开', stay: '留下继续编辑', unsaved: '有未保存的改动', missing: '还有 {{count}} 处必填', goFirst: '转到第一处', reasonMissing: '请写修改原因',
  },
  selector: { label: '哪些测点', hint: '位号样式和条件，如 GD-* 或 {quantity=concentration}', values: '加一个条件', quantity: '测量', source: '危险源', unit: '单位', count: '适用 {{count}} 个测点', none: '没有匹配的测点：什么都看不到', excluded: '{{count}} 个单位不能换算，看不了', more: '另有 {{count}} 个', future: '以后登记的、符合条件的测点也自动适用', one: '一个测点', many: '多个测点（选择器）', which: '看什么' },
  span: { day: '{{count}} 天', hour: '{{count}} 小时', minute: '{{count}} 分', second: '{{count}} 秒' },
  model: { learnt: '学自 {{from}} 至 {{to}}（UTC），{{rows}} 行', channels: '{{used}} 个通道参与：{{tags}}', forget: '丢弃模型', hint: '改了通道或行间隔，要丢弃模型后重新学习' },
  learn: {
    title: '已学模型', none: '尚未学习：规则不作判断。请选一段该源运行正常的时间。', learnt: '学自 {{rows}} 行，{{from}} 至 {{to}}', score: '当前为其限值的 {{score}} 倍', fresh: '尚未判断过一行',
    maintained: '{{name}} {{at}} 有{{by}}：该源可能已不同以往。在您为其后一段时间担保之前，原模型继续有效。', by_calibration: '校准', by_readings: '检修', from: '运行正常，从', to: '至', rows: '{{rows}} 行，每 {{every}} 秒一行', tooFew: '{{rows}} 行，每 {{every}} 秒一行：至少需要 {{least}} 行', tooMany: '{{rows}} 行，每 {{every}} 秒一行：最多学 {{most}} 行',
    reason: '原因', learn: '我担保这段时间正常：学习', again: '我担保这段时间正常：重新学习', busy: '正在学习…', done: '已学习，现已生效', refused: '未学习', sinceWork: '检修以后', newest: '最近 {{least}} 行',
    role_constant: '{{name}} 当时不变，不参与', role_missing: '{{name}} 当时几乎没有读数，不参与', stuck: '{{name}} 现被排除：一直重复同一个值',
  },
  schedule: {
    window: '时段 {{number}}', days: '星期', from: '从', to: '到', add: '添加时段', remove: '移除时段 {{number}}', overnight: '到次日', whole: '整 24 小时', always: '不设时段：任何时候都投用', armed: '每周投用 {{hours}} 小时', chinaTime: '北京时间；不选星期＝每天', every: '每天', hint: '如 8:00',
    day1: '周一', day2: '周二', day3: '周三', day4: '周四', day5: '周五', day6: '周六', day7: '周日', short1: '一', short2: '二', short3: '三', short4: '四', short5: '五', short6: '六', short7: '日', run: '{{from}}至{{to}}',
  },
  stateLimits: { state: '运行状态', limit: '限值', same: '同限值 {{limit}}', sameUnset: '同限值', notArmed: '此状态下不投用', only: '不填＝用上面的限值' },
  stage: { point: '测点', low: '不低于', high: '不高于', between: '{{point}} 在 {{low}}–{{high}} 之间时投用', above: '{{point}} 不低于 {{low}} 时投用', below: '{{point}} 不高于 {{high}} 时投用', none: '不设：不看其他测点', before: '该测点还没有数值时按投用处理' },
  reference: { legend: '与什么比较', setpoint: '固定的设定值', sibling: '另一测点的读数' },
  vote: {
    legend: '表决', own: '本规则的测点', channels: '参加表决的通道', need: '几个通道越限才报警', needOf: '{{need}}oo{{of}}：{{of}} 个通道中有 {{need}} 个越限即报警', choice: '{{need}}oo{{of}} · {{of}} 个中 {{need}} 个', unset: '先选…', tooMany: '{{need}} 个，但只有 {{of}} 个通道',
    bad: '故障、静默或停运的通道', bypass: '校准、检修或人工置数的通道', alarm: '算报警一票', healthy: '算正常一票', exclude: '不计', standard: '（默认）', one: '坏一个时', oneBypassed: '旁路一个时',
    votes: '{{before}} → {{need}}oo{{of}}：其余 {{of}} 个中有 {{need}} 个越限即报警', alarms: '{{before}} → 立即报警', never: '{{before}} → 其余通道凑不齐 {{need}} 票，不再报警', holds: '{{before}} → 无从判断，保持原状', mixed: '故障与旁路可同时出现：按各自的规定计票，不计的不参加。',
  },
  condition: {
    legend: '条件组合', all: '全部成立（且）', any: '任一成立（或）', join: '怎样组合', not: '非', notLabel: '取反：不成立时才算', add: '添加条件', addGroup: '添加一组', remove: '移除条件 {{number}}', removeGroup: '移除第 {{number}} 组', rule: '规则 {{number}}', group: '第 {{number}} 组',
    comma: '、', and: '且', or: '或', denied: '非 {{what}}', reads: '读作', unchosen: '（未选）', whole: '整个条件',
  },
  fault: {
    missing: '必填', notTaken: '这类规则没有这一项', oneReference: '设定值和对照测点要有且只有一个', aboveZero: '要大于 0：偏离多少才报警', oneWay: '这类规则只看一个方向；上、下各建一条规则', percentOfZero: '设定值是 0，没有百分比可言；按测点的单位给限值', oneLevel: '只有一个越限值：选向上或向下',
    wholeCount: '限值是次数：1 到 100 的整数', withinWindow: '限值是越限的秒数：大于 0，且不超过时间窗', share: '限值是最低置信度：0 到 1', needsLimit: '各状态的限值是代替限值的：限值也要填', lowBelowHigh: '下限要低于上限', fewerVotes: '票数比通道多：减少票数或增加通道', manyChannels: '表决最多 16 个通道：最多选 15 个其他通道',
    otherChannels: '模型是在别的通道上学的：请重新学习', otherRows: '模型是按别的行间隔学的：请重新学习', twice: '有通道重复：每个只写一次', itself: '规则不能抑制自己：请选上游的规则', atLeast: '不能小于 {{value}}', moreThan: '要大于 {{value}}', atMost: '不能大于 {{value}}', tooLong: '最多 {{value}} 个字', tooMany: '最多 {{value}} 个',
    noNumber: '“{{value}}”不是数字', whole: '要整数', time: '写成 HH:MM，00:00 到 23:59', selector: '选择器写错了：{{value}}', taken: '这个编号已被占用：换一个编号，或打开已有的那条规则', noPoint: '请选规则要看的测点',
  },
} as const
