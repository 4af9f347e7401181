export const zhModel = {
  why: {
    title: '为什么预警', pointTitle: '预期与实测', rule: '预警规则', contributions: '各部分的贡献', changes: '两者各变了多少', nothing: '这段时间没有判断', around: '显示的时间', onset: '起报前后', now: '当前',
    learning: '学习中：{{seen}} / {{needed}} {{unit}}', unit_readings: '条读数', unit_rows: '行', unit_seconds: '秒', notAgreed: '须由人指定一段正常运行的时间来学习，不会自行开始。', mayLearn: '数据已足够：指定一段正常运行的时间即可学习。',
    short_surprise: '异常度', short_distance: '偏离度', short_change: '偏离', short_deviation: '偏离', short_confidence: '把握', 
    score_surprise: '异常度', score_distance: '偏离度', score_change: '两者偏离', score_deviation: '偏离基线', alarmAt: '{{value}} 起预警',
    finding: '{{finding}}，自 {{time}}：{{value}}（达到 {{bar}} 即判定）', times: '平时噪声的 {{value}} 倍',
    reaches: '{{made}} 的预测：{{in}} 后（{{time}}）到达 {{level}}，', neverReaches: '{{made}} 的预测：不会到达 {{level}}，', confidence: '把握 {{percent}}%',
    rate: '近 30 天预测：命中 {{percent}}%（及时 {{hit}}、偏晚 {{late}}、落空 {{wrong}}），提前量中位 {{lead}}', noRate: '近 30 天预测：尚无定论，待定 {{open}}',
    caveat: '这里显示偏差出现在哪里，原因可能在别处。', driftCaveat: '两者已经偏离；先核对两台，再断定哪台有问题。', replayed: '由 {{time}} 以来的 {{count}} 条存储读数得出。',
    by_recent: '灰带：按最近读数的预期，100 次中 99 次落在其中。', by_time_of_day: '灰带：此时段平常的范围，100 次中 99 次落在其中。', by_baseline: '灰带：学到的基线到限值之间。', by_sibling: '灰带：参照仪表加上原有差值，上下各一个限值。',
    by_channels: '灰带：由自身历史和其他通道推出，100 次中 99 次落在其中。', by_noise: '灰带：这台仪表平时的波动。',
    summary: '{{trend}}。超出预期 {{count}} 次', actual: '实测', expected: '预期', sibling: '参照', course: '预测', legend: '虚线和灰带为预期',
  },
  lens: { value: '数值', level: '水平', season: '时段规律', spread: '波动', shape: '形状', novelty: '从未出现', distribution: '分布' },
} as const
