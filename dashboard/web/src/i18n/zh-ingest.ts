/** Of the ingest page. */
export const zhIngest = {
  gateway: {
    more: '网关很多，只列出 {{count}} 个（离线的至多列出一千个）；请选择更小的地区。',
    gateway: '网关', state: '状态', last: '距上条报文', rate: '读数/秒', refused: '今日拒收', duplicates: '重复', skew: '时钟偏差', completeness: '完整率', onlineRate: '在线率',
    disconnects: '断线', native: '原生接口', never: '从未上报', online: '在线', offline: '离线', messages: '报文 {{rate}}/秒', late: '迟到 {{late}} · 乱序 {{outOfOrder}}',
    corrected: '已校正 {{by}}', points: '无周期 {{without}} · 从未上报 {{never}}', none: '还没有网关',
  },
  quarantine: {
    name: '名称', whose: '来自', value: '最近值', count: '次数', last: '距上次', action: '登记', perMinute: '每分钟 {{count}}', none: '没有未登记的名称',
    kind_tag: '位号', kind_enterprise: '企业', kind_device: '设备', remedy_enterprise: '先登记该企业', remedy_device: '先登记该设备的网关配置', source: '归属的危险源',
    register: '登记', registerOf: '登记 {{name}}', registered: '已登记 {{tag}}，此后的读数即被接收；之前的可在死信中重放',
  },
  letters: {
    intro: '没有被全部接收的报文，按原样保存。登记测点或改好网关配置后重放；重放成功的按迟到数据处理。',
    replay: '全部重放', replayed: '重放 {{replayed}} 条报文：接收 {{accepted}} 个读数或事件，{{left}} 条已全部接收', none: '没有死信', payload: '报文内容',
  },
  connect: {
    enterprise: '企业', noEnterprise: '先登记企业', address: '地址', topic: '主题', off: '未开启', register: '登记网关配置', registered: '网关配置已登记', send: '发送示例',
  },
}
