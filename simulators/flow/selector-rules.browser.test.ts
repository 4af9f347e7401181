import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmsOf, call, openGateway, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'

const point = (tag: string, unit: string) => ({ enterprise: 'FLOW', tag, source: 'S1', name: `氨浓度 ${tag}`, quantity: 'concentration', unit, rangeLow: 0, rangeHigh: 1000, expectedIntervalS: null, location: null })
const RULE = 'FLOW/gas/HH'

describe('a rule on many points, in a real browser', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    await call(service.httpUrl, 'POST', '/api/v1/points', [point('AM-01', '[ppm]'), point('AM-02', '%')])
    await call(service.httpUrl, 'POST', '/api/v1/rules', { id: RULE, enterprise: 'FLOW', point: 'AM-*', kind: 'HH', limit: 40, unit: '[ppm]', priority: 'red', operatorAction: '撤离' })
    await call(service.httpUrl, 'POST', '/api/v1/points', point('AM-03', 'Cel'))
    const gateway = await openGateway(service.mqttUrl)
    await gateway.report({ 'AM-02': 0.006 })
    await gateway.endAsync()
    ;({ browser, page, complaints } = await openRealBrowser({ expected: /status of 422/ }))
    await page.goto(service.httpUrl)
  })
  afterAll(async () => {
    await browser.close()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const expectNoBarriers = (): Promise<void> => expectNoBarriersOn(page)

  it('its alarm is that of the point, with the guidance of the rule, and a shelved one is brought back', async () => {
    await page.getByTestId('alarm-row').first().click()
    const plate = page.getByTestId('face-plate')
    await plate.getByTestId('guidance').getByText('撤离').waitFor()
    expect(await plate.textContent()).toMatch(/AM-02.*≥ 0\.004/)
    await call(service.httpUrl, 'POST', '/api/v1/overlays', { state: 'shelved', rule: RULE, point: 'AM-02', by: 'wang', reason: 'test' })
    await page.keyboard.press('h')
    await page.getByTestId('hidden-row').getByRole('button', { name: '解除' }).click()
    await page.getByTestId('operator-name').fill('李工')
    await page.keyboard.press('Enter')
    await page.getByTestId('hidden-row').waitFor({ state: 'detached' })
    expect((await alarmsOf(service.httpUrl, `rule=${RULE}`)).map(({ state }) => state)).toEqual(['unacknowledged'])
    await page.keyboard.press('h')
  })

  it('stands in the list with its selector, how many points it watches, and which it cannot', async () => {
    await page.getByTestId('page-rules').click()
    const row = page.getByTestId('rule-row').filter({ hasText: RULE })
    await row.getByTestId('rule-reach').getByText('覆盖 2 个测点').waitFor()
    expect(await row.getByTestId('rule-excluded').textContent()).toContain('1 个测点未被监视')
    expect(await row.textContent()).toMatch(/AM-\*.*报警中/)
    await expectNoBarriers()
  })

  it('is refused while a point does not fit, and saved by its form once it does, still on its selector', async () => {
    await page.getByRole('link', { name: new RegExp(`${RULE}$`) }).click()
    await page.getByTestId('rule-editor').waitFor()
    await page.getByTestId('field-limit').fill('50')
    await page.getByTestId('rule-reason').fill('提高报警值')
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-outcome').getByText('AM-03 的单位为 Cel').waitFor()
    await call(service.httpUrl, 'PUT', '/api/v1/points/FLOW/AM-03', point('AM-03', '[ppm]'))
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-outcome').getByText('已保存').waitFor()
    expect(await call(service.httpUrl, 'GET', `/api/v1/rules/${encodeURIComponent(RULE)}`)).toMatchObject({ point: 'AM-*', limit: 50, unit: '[ppm]', points: ['AM-01', 'AM-02', 'AM-03'] })
    expect(complaints).toEqual([])
  })
})
