import { systemClock } from '@hazardwatch/shared/clock'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const Readings = z.object({ points: z.array(z.tuple([z.number(), z.number()])), marks: z.array(z.tuple([z.number()], z.string())).optional() })

describe('late and out of order', () => {
  const { call, killAndRestart, service } = useFlowService()

  it('is said of the stored reading, over a kill too, and of no other', async () => {
    const now = systemClock()
    const gateway = await openGateway(service().mqttUrl)
    for (const [value, time] of [[1, now - 10_000], [2, now], [3, now - 5_000], [4, now - 400_000], [5, now + 1]] as const) await gateway.report({ 'GD-07': value }, time)
    await killAndRestart()
    const again = await openGateway(service().mqttUrl)
    // What was sent before the kill is still known, and a reading that is sent again keeps what was said of it.
    for (const [value, time] of [[6, now - 3_000], [2, now], [7, now + 2]] as const) await again.report({ 'GD-07': value }, time)
    const { points, marks } = Readings.parse(await call('GET', `/api/v1/readings?point=FLOW/GD-07&from=${now - 1_000_000}&to=${now + 1_000}`))
    expect(points).toEqual([[now - 400_000, 4], [now - 10_000, 1], [now - 5_000, 3], [now - 3_000, 6], [now, 2], [now + 1, 5], [now + 2, 7]])
    expect(marks).toEqual([[now - 400_000, 'late', 'out_of_order'], [now - 5_000, 'out_of_order'], [now - 3_000, 'out_of_order']])
    await again.endAsync()
  })
})
