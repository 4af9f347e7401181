import { describe, expect, it } from 'vitest'
import { call, openFeed } from './flow-client.ts'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'

type AlarmMessage = Extract<FeedMessage, { type: 'alarm' }>

describe('the demo province', () => {
  it('measured methane alarms and turns its county red, without any further step; a second start keeps it', async () => {
    const dataDir = await makeDataDir()
    let service = await startServiceProcess(dataDir.path, { HAZARD_DEMO: 'yes', HAZARD_DEMO_SPEED: '600' })
    const feed = await openFeed(service.httpUrl)
    const methane = await feed.until((message): message is AlarmMessage => message.type === 'alarm' && message.alarm.enterprise === 'DEMO-CH4' && message.alarm.priority === 'red')
    await feed.until((message): message is FeedMessage => message.type === 'risk' && message.regions.some(({ region, level }) => region === '220721' && level === 'red'))
    expect(methane.alarm.point).toMatch(/^CH4-/)
    feed.close()
    const before = await call(service.httpUrl, 'GET', '/api/v1/points?limit=1000')
    expect(await service.end('SIGINT')).toBe(0)
    service = await startServiceProcess(dataDir.path, { HAZARD_DEMO: 'yes', HAZARD_DEMO_SPEED: '600' })
    expect(await call(service.httpUrl, 'GET', '/api/v1/points?limit=1000')).toEqual(before)
    await service.end('SIGINT')
    await dataDir.remove()
  })
})
