import { systemClock } from '@hazardwatch/shared/clock'
import { GatewayStatistics } from '@hazardwatch/shared/gateway-statistics'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { describe, expect, it, vi } from 'vitest'
import { openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const AHEAD_MS = 600_000

describe('a gateway whose clock runs ten minutes ahead', () => {
  const { call, service } = useFlowService()

  it('is refused and told so; corrected by its profile it is stored at the right time, and that is counted and shown', async () => {
    await call('POST', '/api/v1/gateways', { enterprise: 'FLOW', code: 'n', format: 'neuron', topic: 'neuron/flow', map: [{ from: 'plc/gas/nh3', tag: 'GD-07' }] })
    const gateway = await openGateway(service().mqttUrl)
    const told = new Promise<RejectionNotice>((resolve) => { gateway.on('message', (_, payload) => { resolve(RejectionNotice.parse(JSON.parse(payload.toString()))) }) })
    await gateway.subscribeAsync('hazard/v1/FLOW/rejections')
    const now = systemClock()
    const send = () => gateway.publishAsync('neuron/flow', JSON.stringify({ timestamp: now + AHEAD_MS, node: 'plc', group: 'gas', values: { nh3: 12 } }), { qos: 1 })
    await send()
    expect(await told).toMatchObject({ refused: 1, rejections: [{ reason: 'future' }] })

    await call('PATCH', '/api/v1/gateways/FLOW/n', { clockCorrection: -AHEAD_MS })
    await send()
    const { points } = await call('GET', `/api/v1/readings?point=FLOW/GD-07&from=${now - 1_000}&to=${now + 1_000}`) as { points: number[][] }
    expect(points.map(([time, value]) => [time, value])).toEqual([[now, 12]])
    await vi.waitFor(async () => {
      const statistics = GatewayStatistics.parse(await call('GET', '/api/v1/gateways/FLOW/n/statistics'))
      expect(statistics).toMatchObject({ clockCorrection: String(-AHEAD_MS), correctionMs: -AHEAD_MS, today: { messages: 2, readings: 1, corrected: 1, refusedByReason: { future: 1 } } })
    }, { timeout: 20_000, interval: 100 })
    await gateway.endAsync()
  })
})
