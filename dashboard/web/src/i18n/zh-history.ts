/** 历史报警页。 */
export const zhHistory = {
  history: {
    earlier: '历史报警', range: '时间', range_watch: '本班 8 小时', range_day: '24 小时', range_week: '7 天', range_month: '30 天', range_always: '全部',
    record: '记录', record_live: '实时记录', record_late: '迟到的', record_dry: '试运行', priority: '优先级', of: '企业或测点', ofHint: '企业编码 或 企业编码/位号',
    asOf: '截至 {{time}}', refresh: '重新查询', table: '导出表格（CSV）', older: '更早的报警', all: '该时段报警 {{count}} 条，已全部列出', none: '该时段没有报警', failed: '无法读取报警：{{problem}}',
    raised: '发生时间', what: '测点与报警', whose: '企业与危险源', value: '数值', lasted: '持续', seen: '确认', state: '状态',
    stands: '仍在报警', endUnknown: '不详', after: '{{time}} 后', late: '迟到', dry: '试运行', open: '{{what}}，{{where}}，{{time}}：打开记录',
  },
} as const
