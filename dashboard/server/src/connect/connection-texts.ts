import type { ConnectionKind, Texts } from '@hazardwatch/shared/connection-help'

export interface ConnectionText {
  title: Texts
  note: Texts
}

export const connectionTexts: Record<ConnectionKind, ConnectionText> = {
  'native': {
    title: { zh: '原生 JSON（MQTT）', en: 'Native JSON over MQTT' },
    note: {
      zh: 'MQTT 3.1.1 或 5，QoS 1。ts 可省略，省略时取到达时间；补传时按数组发送。被拒绝的内容发布在 hazard/v1/{企业编码}/rejections。',
      en: 'MQTT 3.1.1 or 5, QoS 1. Leave ts out and the time of arrival counts; send an array to backfill. What is refused is published on hazard/v1/{enterprise}/rejections.',
    },
  },
  'http': {
    title: { zh: '原生 JSON（HTTP）', en: 'Native JSON over HTTP' },
    note: {
      zh: '每行一条报文时用 application/x-ndjson；可用 content-encoding: gzip 压缩。应答给出接收与拒绝的条数和原因。',
      en: 'Send application/x-ndjson for one message on each line; content-encoding: gzip is understood. The answer tells what was accepted and what was refused, and why.',
    },
  },
  'sparkplug-b': {
    title: { zh: 'Sparkplug B', en: 'Sparkplug B' },
    note: {
      zh: '组号（Group ID）填企业编码。示例为 NBIRTH：带 bdSeq 的出生报文，指标名即位号；之后的 NDATA 可只用别名。序号中断时平台请求重新出生。',
      en: 'Use the enterprise code as Group ID. The example is an NBIRTH with its bdSeq; metric names are tags. NDATA may then use aliases alone. On a gap in seq a rebirth is requested.',
    },
  },
  'neuron': {
    title: { zh: 'EMQX Neuron（values 或 tags 格式）', en: 'EMQX Neuron (values or tags format)' },
    note: {
      zh: '北向 MQTT 应用的上报主题填下列主题；节点名、组名按实际填写并与映射一致。错误码作为坏质量，不作为数值。',
      en: 'Enter the topic below as upload topic of the northbound MQTT app; node and group are yours, and must be those of the map. Error codes become bad quality, never values.',
    },
  },
  'thingsboard-device': {
    title: { zh: 'ThingsBoard 设备遥测', en: 'ThingsBoard device telemetry' },
    note: {
      zh: '遥测主题前加企业编码，使各企业互不相同；键名即位号。',
      en: 'Put the enterprise code before the telemetry topic, so that no two enterprises share one; keys are tags.',
    },
  },
  'thingsboard-gateway': {
    title: { zh: 'ThingsBoard 网关遥测', en: 'ThingsBoard gateway telemetry' },
    note: {
      zh: '遥测主题前加企业编码；名称为“设备名/键名”，按映射对应到位号。',
      en: 'Put the enterprise code before the telemetry topic; names are device/key and become tags by the map.',
    },
  },
  'alink': {
    title: { zh: '阿里云 Alink', en: 'Alibaba Alink' },
    note: {
      zh: 'ProductKey 填企业编码；平台在同一主题加 _reply 应答。名称为“设备名/标识符”，按映射对应到位号。',
      en: 'Use the enterprise code as ProductKey; each post is answered on the same topic with _reply. Names are deviceName/identifier and become tags by the map.',
    },
  },
  'dtu': {
    title: { zh: '现场 DTU 普通 JSON', en: 'Plain DTU JSON of the field' },
    note: {
      zh: '时间为北京时间，可不带时区；数值可为字符串；空串或 -9999 表示故障。名称为“sn/id”，按映射对应到位号。',
      en: 'Times are Beijing time and need no zone; numbers may be text; an empty text or -9999 means a fault. Names are sn/id and become tags by the map.',
    },
  },
  'hj212': {
    title: { zh: 'HJ 212-2017（TCP）', en: 'HJ 212-2017 over TCP' },
    note: {
      zh: '将 MN 和因子编码换成设备的实际值，并在配置中同样填写。Flag 要求应答时平台以 9014 应答。未监听时设置 HAZARD_HJ212_PORT 并重启。',
      en: 'Replace MN and the codes by those of the box, in the profile as well. Where Flag asks for it, each upload is answered with 9014. Where nothing listens yet, set HAZARD_HJ212_PORT and restart.',
    },
  },
}
