import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { RuleChange } from '@hazardwatch/shared/rule-change'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { alarmsOf, call, openGateway, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'

const ROWS = 2_400
const tags = ['FT-01', 'PT-01', 'IT-01']
const noise = (n: number) => ((Math.imul(n + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1
/** Flow, pressure and current of a pump go with its load. */
const pumpAt = (second: number, pressure = 0) => {
  const load = Math.sin(second / 7) + 0.5 * noise(second)
  return { 'FT-01': 32 + load + 0.2 * noise(second + 1e6), 'PT-01': 2.5 + 0.1 * load + 0.02 * noise(second + 2e6) + pressure, 'IT-01': 11 + 0.5 * load + 0.1 * noise(second + 3e6) }
}

describe('why an early warning came, and how its instrument is looked after, in a real browser', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: Awaited<ReturnType<typeof openGateway>>
  let browser: Browser
  let page: Page
  let complaints: string[]
  const start = Math.floor(Date.now() / 1000) * 1000 - (ROWS + 60) * 1000

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    const { httpUrl } = service
    await registerLedger(httpUrl)
    await call(httpUrl, 'POST', '/api/v1/points', tags.map((tag, at) => ({ enterprise: 'FLOW', tag, source: 'S1', name: `泵 ${tag}`, nameEn: `Pump ${tag}`, quantity: ['flow', 'pressure', 'current'][at], unit: ['m3/h', 'MPa', 'A'][at], rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })))
    await call(httpUrl, 'POST', '/api/v1/rules', { id: 'PUMP', enterprise: 'FLOW', point: 'FT-01', kind: 'multivariate', others: tags.slice(1), everyS: 1, priority: 'yellow' })
    await call(httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', Array.from({ length: ROWS }, (_, second) => ({ ts: start + second * 1000, values: pumpAt(second) })))
    await call(httpUrl, 'GET', `/api/v1/readings?point=FLOW/FT-01&from=${start}&to=${start + ROWS * 1000}`)
    gateway = await openGateway(service.mqttUrl)
    ;({ browser, page, complaints } = await openRealBrowser())
  })
  afterAll(async () => {
    await browser.close()
    await gateway.endAsync()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  it('says on the plate of a point how much is stored to learn from, and that it does not begin by itself', async () => {
    await page.goto(`${service.httpUrl}/#/220881/FLOW/S1`)
    await page.locator('[data-point="FLOW/FT-01"]').click()
    await page.getByTestId('warm-up').filter({ hasText: '/ 2,000 行' }).waitFor()
    expect(await page.getByTestId('warm-up').textContent()).toContain('指定一段正常运行的时间')
    await expectNoBarriersOn(page)
  })

  it('is learnt on the page of its rule, by name, on a stretch that somebody vouches for; too short a one is refused before it is sent', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/rule/PUMP`)
    const desk = page.getByTestId('learn-desk')
    await desk.filter({ hasText: '尚未学习' }).waitFor()
    const field = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    await page.getByTestId('learn-from').fill(field(Math.ceil(start / 60_000) * 60_000))
    await page.getByTestId('learn-to').fill(field(Math.ceil(start / 60_000) * 60_000 + 33 * 60_000))
    await page.getByTestId('learn-rows').filter({ hasText: '至少需要 2000 行' }).waitFor()
    expect(await page.getByTestId('learn-run').isDisabled()).toBe(true)
    await page.getByTestId('learn-to').fill(field(Math.ceil(start / 60_000) * 60_000 + 38 * 60_000))
    await page.getByTestId('learn-reason').fill('大修后首次学习')
    await expectNoBarriersOn(page)
    await page.getByTestId('learn-run').click()
    await page.getByTestId('operator-name').fill('王值班')
    await page.keyboard.press('Enter')
    await page.getByTestId('learn-outcome').filter({ hasText: '已学习' }).waitFor()
    await desk.filter({ hasText: '学自 22' }).waitFor()
    const changes = z.object({ items: z.array(RuleChange) }).parse(await call(service.httpUrl, 'GET', '/api/v1/rule-changes?rule=PUMP'))
    expect(changes.items[0]).toMatchObject({ by: '王值班', reason: '大修后首次学习' })
  })

  it('tells of work on a channel after the stretch, and offers what has run since', async () => {
    await call(service.httpUrl, 'POST', '/api/v1/calibrations', { enterprise: 'FLOW', tag: 'PT-01', calibratedAt: new Date(start + ROWS * 1000).toISOString(), intervalDays: 365, by: '李工', reference: null, result: 'adjusted' })
    await page.getByTestId('model-maintained').filter({ hasText: '泵 PT-01' }).waitFor()
    await page.getByTestId('learn-since').click()
    await page.getByTestId('learn-rows').filter({ hasText: '至少需要 2000 行' }).waitFor()
    await expectNoBarriersOn(page)
  })

  it('shows the band, the score and the channel that shows the deviation, of an alarm that has just come', async () => {
    await page.goto(`${service.httpUrl}/#/220881/FLOW/S1`)
    const rows = Array.from({ length: 50 }, (_, second) => ({ ts: start + (ROWS + second) * 1000, values: pumpAt(ROWS + second, second < 25 ? 0 : -0.25) }))
    await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', rows)
    await page.getByTestId('alarm-row').filter({ hasText: 'FT-01' }).locator('button').first().click()
    await page.locator('[data-testid=trend][data-picture=PUMP] canvas').waitFor()
    await page.getByTestId('why-score').waitFor()
    const first = page.getByTestId('share-bar').first()
    await first.filter({ hasText: 'PT-01' }).waitFor()
    expect(await first.locator('path.band').getAttribute('d')).not.toBe('')
    expect(await page.getByTestId('why').textContent()).toContain('原因可能在别处')
    await expectNoBarriersOn(page)
  })

  it('is marked with one key under the operator, and the mark is shown with who gave it', async () => {
    await page.keyboard.press('u')
    await page.locator('[data-testid=mark-useful][aria-pressed=true]').waitFor()
    expect(await alarmsOf(service.httpUrl, 'rule=PUMP')).toMatchObject([{ mark: { useful: true, by: '王值班' } }])
    await page.getByTestId('face-plate').filter({ hasText: '有用 · 王值班' }).waitFor()
    await page.keyboard.press('d')
    await page.locator('[data-testid=mark-not-useful][aria-pressed=true]').waitFor()
    await page.keyboard.press('u')
    await page.locator('[data-testid=mark-useful][aria-pressed=true]').waitFor()
  })

  it('leads from a bar to the point that it is of', async () => {
    await page.getByTestId('share-bar').first().locator('button').click()
    await page.getByTestId('face-plate').filter({ hasText: '泵 PT-01' }).waitFor()
  })

  it('a bump test is begun and led through with the keyboard; its alarms sound nowhere, and the result stays', async () => {
    await gateway.report({ 'GD-07': 0 })
    await page.locator('[data-point="FLOW/GD-07"]').click()
    await page.getByTestId('bump-fact').filter({ hasText: '尚未做过' }).waitFor()
    await page.keyboard.press('p')
    await page.locator('[data-testid=bump-gas] input:focus').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('60')
    await page.keyboard.press('Enter')
    // No gas is taken for granted: the dialog says so, and puts the focus there.
    await page.getByTestId('field-fault').filter({ hasText: '请选择标准气' }).waitFor()
    await page.locator('[data-testid=bump-gas] input:focus').waitFor()
    await expectNoBarriersOn(page)
    await page.keyboard.press('ArrowDown')
    await page.locator('.ant-select-item-option-active').filter({ hasText: '甲烷' }).waitFor()
    for (let option = 0; option < 5; option++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByTestId('bump-gas').filter({ hasText: '氨' }).waitFor()
    await expectNoBarriersOn(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByTestId('bump-fact').filter({ hasText: '进行中' }).filter({ hasText: '氨 60.0 ppm' }).waitFor()
    await page.getByTestId('bump-apply').press('Enter')
    // The response is counted from the moment that the service was told, so the gas must not be faster than the word.
    await page.getByTestId('bump-fact').filter({ hasText: /\d\d:\d\d:\d\d 已通气/ }).waitFor()
    await gateway.report({ 'GD-07': 58 })
    expect(await alarmsOf(service.httpUrl, 'point=FLOW/GD-07&state=unacknowledged')).toEqual([])
    await page.getByTestId('to-hidden').filter({ hasText: '按设计抑制' }).press('Enter')
    const row = page.getByTestId('hidden-row').first()
    await row.filter({ hasText: /氨 60 ppm，至迟 [\d :-]+ 自动结束/ }).filter({ hasText: '随通气测试结束' }).waitFor()
    expect(await row.locator('button').count()).toBe(0)
    await expectNoBarriersOn(page)
    await page.keyboard.press('h')
    await page.getByTestId('bump-end').press('Enter')
    await page.getByTestId('bump-fact').filter({ hasText: '合格 · t90' }).waitFor()
    await gateway.report({ 'GD-07': 0 })
    await page.getByTestId('read-at').waitFor()
    await page.keyboard.press('p')
    await page.locator('[data-testid=bump-concentration]:focus').waitFor()
    await page.getByTestId('bump-gas').filter({ hasText: '氨' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('bump-dialog').waitFor({ state: 'detached' })
    await expectNoBarriersOn(page)
  })

  it('a calibration is recorded with the keyboard, and says when the next is due', async () => {
    await page.getByTestId('calibration-fact').filter({ hasText: '未登记' }).waitFor()
    await page.keyboard.press('l')
    await page.locator('[data-testid=calibration-reference]:focus').waitFor()
    await page.keyboard.type('J-2026-17')
    await page.keyboard.press('Enter')
    await page.getByTestId('field-fault').filter({ hasText: '请选择结果' }).waitFor()
    await page.locator('[data-testid=calibration-dialog] input[type=radio]:focus').waitFor()
    await expectNoBarriersOn(page)
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByTestId('calibration-fact').filter({ hasText: '到期 · ' }).filter({ hasText: 'J-2026-17' }).waitFor()
    expect(await call(service.httpUrl, 'GET', '/api/v1/calibrations/FLOW/GD-07')).toMatchObject({ by: '王值班', intervalDays: 365, result: 'passed', overdue: false })
  })

  it('fits a phone, in English and on the light side', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', colorScheme: 'light', reducedMotion: 'reduce' })
    const phone = await context.newPage()
    await phone.goto(service.httpUrl)
    await phone.getByTestId('alarm-row').filter({ hasText: 'FT-01' }).locator('button').first().click()
    await phone.getByTestId('share-bar').first().filter({ hasText: 'Pump PT-01' }).waitFor()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expectNoBarriersOn(phone)
    await context.close()
  })

  it('nothing of it has gone wrong in the browser', () => {
    expect(complaints).toEqual([])
  })
})
