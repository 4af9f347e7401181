import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmsOf, call, openGateway, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'

/** The feed is dead when it is older than ten seconds; the page may take a moment longer to say so. */
const DEAD_WITHIN_MS = 20_000

describe('the console in a real browser', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: Awaited<ReturnType<typeof openGateway>>
  let browser: Browser
  let page: Page
  const requested = new Set<string>()
  let complaints: string[]

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    gateway = await openGateway(service.mqttUrl)
    ;({ browser, page, complaints } = await openRealBrowser())
    page.on('request', (request) => requested.add(new URL(request.url()).host))
    await page.goto(service.httpUrl)
  })
  afterAll(async () => {
    await browser.close()
    await gateway.endAsync()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const row = (rule: string) => page.getByTestId('alarm-row').filter({ hasText: rule })
  const expectNoBarriers = (): Promise<void> => expectNoBarriersOn(page)

  const readingsOf = async (point: string): Promise<unknown[]> => {
    const answer = await call(service.httpUrl, 'GET', `/api/v1/readings?point=${encodeURIComponent(point)}&from=0&to=4000000000000`) as { points: [number, number][] }
    return answer.points.map(([, value]) => value)
  }

  it('draws the map and says that it is live', async () => {
    await page.getByTestId('map').locator('canvas').first().waitFor()
    await page.getByTestId('feed-badge').filter({ hasText: '实时' }).waitFor()
    expect(await page.getByTestId('alarm-row').count()).toBe(0)
    await expectNoBarriers()
  })

  it('a published reading arrives as two alarms, and its county is red', async () => {
    await gateway.report({ 'GD-07': 60 })
    await row('HH').waitFor()
    expect(await page.getByTestId('alarm-row').count()).toBe(2)
    expect(await row('HH').textContent()).toContain('示例 流程企业')
    await page.getByTestId('count-red').filter({ hasText: '1' }).waitFor()
    await expectNoBarriers()
  })

  it('says that the browser blocks its sound, sounds after the first key, and is silenced without acknowledging anything', async () => {
    const badge = page.getByTestId('sound-badge')
    expect(await badge.getAttribute('data-due')).toBe('red')
    await page.keyboard.press('Escape')
    await page.locator('[data-testid=sound-badge][data-sound=ready]').waitFor()
    await page.keyboard.press('m')
    await page.locator('[data-testid=sound-badge][data-due=none]').waitFor()
    expect(await alarmsOf(service.httpUrl, 'state=unacknowledged')).toHaveLength(2)
    await expectNoBarriers()
  })

  it('has an ingest page with live figures, and the way back', async () => {
    await page.getByTestId('page-ingest').click()
    await page.getByTestId('ingest-page').getByText('已连接').waitFor()
    await expectNoBarriers()
    await page.getByTestId('gateway-row').waitFor()
    await expectNoBarriers()
    await page.getByTestId('page-monitor').click()
    await row('HH').waitFor()
  })

  it('shows how the alarms did against the targets, for the watch, a day and a week', async () => {
    await page.getByTestId('page-kpis').click()
    await page.getByTestId('kpi-peak').filter({ hasText: '达标' }).waitFor()
    expect(await page.getByTestId('bad-actor').count()).toBe(2)
    await expectNoBarriers()
    await page.getByTestId('tab-week').click()
    await page.getByTestId('rate-chart').filter({ hasText: '每柱' }).waitFor()
    await page.getByTestId('region-choice').selectOption('100000')
    await page.getByTestId('kpi-peak').filter({ hasText: '达标' }).waitFor()
    await expectNoBarriers()
    await page.getByTestId('page-monitor').click()
    await row('HH').waitFor()
  })

  it('shows what is not registered, registers it with one click, and delivers what was kept', async () => {
    await gateway.report({ 'NEW-01': 3.5 })
    await page.getByTestId('page-ingest').click()
    await page.getByTestId('tab-quarantine').click()
    await page.getByTestId('quarantine-row').getByText('NEW-01').first().waitFor()
    await expectNoBarriers()
    await page.getByTestId('register').click()
    await page.getByTestId('quarantine-row').waitFor({ state: 'detached' })
    await page.getByTestId('tab-letters').click()
    await page.getByTestId('letter').waitFor()
    await expectNoBarriers()
    await page.getByTestId('replay').click()
    await page.getByTestId('letter').waitFor({ state: 'detached' })
    expect(await readingsOf('FLOW/NEW-01')).toEqual([3.5])
  })

  it('gives lines to paste for each way to connect', async () => {
    await page.getByTestId('tab-connect').click()
    await page.getByTestId('way-native').getByText('mosquitto_pub').first().waitFor()
    expect(await page.locator('[data-testid^=way-]').count()).toBe(9)
    await expectNoBarriers()
    await page.getByTestId('page-monitor').click()
    await row('HH').waitFor()
  })

  it('is acknowledged with the keyboard alone, after the operator has given a name', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.locator('[data-testid=operator-name]:focus').waitFor()
    await page.keyboard.type('王值班')
    await page.keyboard.press('Enter')
    await page.locator('[data-testid=alarm-row][data-state=acknowledged]').waitFor()
    const acknowledged = (await alarmsOf(service.httpUrl, 'state=acknowledged')).map(({ kind, acknowledgedBy }) => [kind, acknowledgedBy])
    expect(acknowledged).toEqual([['HH', '王值班']])
  })

  it('and with the mouse', async () => {
    await page.locator('[data-testid=alarm-row][data-state=unacknowledged]').getByTestId('acknowledge').click()
    await page.locator('[data-testid=alarm-row][data-state=acknowledged]').nth(1).waitFor()
    expect(await alarmsOf(service.httpUrl, 'state=unacknowledged')).toEqual([])
  })

  it('shows the trend of the chosen point with its value', async () => {
    await row('HH').click()
    await page.getByTestId('trend').locator('canvas').waitFor()
    expect(await page.getByTestId('face-plate').textContent()).toContain('60')
    await expectNoBarriers()
  })

  it('a comment is kept and shown', async () => {
    await page.getByTestId('comment-text').fill('已通知现场')
    await page.getByTestId('comment-send').click()
    await page.getByTestId('face-plate').getByText('已通知现场').waitFor()
  })

  it('is shelved with a reason by the keyboard, stands among the hidden ones, and is brought back unacknowledged', async () => {
    await row('HH').click()
    await page.keyboard.press('s')
    await page.locator('[data-testid=hide-reason]:focus').waitFor()
    await page.keyboard.type('校验仪表')
    await expectNoBarriers()
    await page.keyboard.press('Enter')
    await page.locator('[data-testid=hidden-switch]').click()
    await page.getByTestId('hidden-row').getByText('校验仪表').waitFor()
    await expectNoBarriers()
    expect(await alarmsOf(service.httpUrl, 'state=shelved')).toHaveLength(1)
    await page.getByTestId('hidden-row').getByRole('button').click()
    await page.getByTestId('hidden-row').waitFor({ state: 'detached' })
    await page.keyboard.press('h')
    await page.locator('[data-testid=alarm-row][data-state=unacknowledged]').waitFor()
  })

  it('is taken and confirmed, and the record of it all stands beside', async () => {
    await row('HH').click()
    await page.keyboard.press('a')
    await page.getByTestId('confirm-plate').click()
    const plate = page.getByTestId('face-plate')
    await plate.getByText('措施已采取 · 王值班').waitFor()
    await page.keyboard.press('t')
    await plate.getByText('搁置 · 王值班 · 校验仪表').waitFor()
    await plate.getByText('处理人').waitFor()
    await expectNoBarriers()
  })

  it('groups by source with G: the first-out, the worst and how many; the keyboard goes through groups and alarms', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    const group = page.getByTestId('group-row')
    await group.filter({ hasText: '2 条报警' }).filter({ hasText: '首出' }).waitFor()
    await page.getByTestId('alarm-row').first().waitFor({ state: 'detached' })
    await expectNoBarriers()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByTestId('alarm-row').nth(1).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('[data-testid=alarm-row].selected').waitFor()
    await expectNoBarriers()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByTestId('alarm-row').first().waitFor({ state: 'detached' })
    // The group of a chosen alarm opens with the grouping, and stays open when the keyboard goes up to its row.
    await page.keyboard.press('g')
    await row('HH').click()
    await page.keyboard.press('g')
    await group.waitFor()
    await row('HH').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.locator('[data-testid=group-row].selected').waitFor()
    expect(await page.getByTestId('alarm-row').count()).toBe(2)
    await page.keyboard.press('g')
    await row('HH').waitFor()
  })

  it('speaks English and has a light side, both without barriers', async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByTestId('feed-badge').filter({ hasText: /live/i }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await row('HH').textContent()).toContain('Demo Flow')
    await page.getByRole('button', { name: /light/i }).click()
    await expectNoBarriers()
  })

  it('marks everything dead when the service falls silent, and lives again with it', async () => {
    await page.getByTestId('dead-bar').waitFor({ state: 'detached' })
    // A tab that nobody looks at: the browser holds its timers back.
    const unseen = await page.context().newPage()
    await unseen.addInitScript(() => { window.setInterval = (() => 0) as unknown as typeof window.setInterval })
    await unseen.goto(service.httpUrl)
    await unseen.locator('[data-testid=feed-badge][data-liveness=live]').waitFor()
    await page.bringToFront()
    service.child.kill('SIGSTOP')
    try {
      await page.getByTestId('dead-bar').waitFor({ timeout: DEAD_WITHIN_MS })
      expect(await page.getByTestId('dead-bar').textContent()).toMatch(/interrupted|old/i)
      await page.locator('[data-testid=sound-badge][data-due=dead]').waitFor()
      await unseen.locator('[data-testid=feed-badge][data-liveness=dead]').waitFor({ timeout: DEAD_WITHIN_MS })
      await unseen.close()
      await expectNoBarriers()
      await page.getByTestId('sound-badge').getByRole('button', { name: 'Silence M' }).click()
      await page.locator('[data-testid=sound-badge][data-due=none]').waitFor()
    } finally {
      service.child.kill('SIGCONT')
    }
    await page.getByTestId('dead-bar').waitFor({ state: 'detached', timeout: DEAD_WITHIN_MS })
    await gateway.report({ 'GD-07': 10 })
    await page.getByTestId('alarm-row').first().waitFor({ state: 'detached' })
  })

  it('asked nobody but this machine, and had nothing to complain about', () => {
    expect([...requested]).toEqual([new URL(service.httpUrl).host])
    expect(complaints).toEqual([])
  })
})

describe('on a phone', () => {
  it('the list comes first, nothing sticks out sideways, and a flood is grouped by source', async () => {
    const dataDir = await makeDataDir()
    const service = await startServiceProcess(dataDir.path)
    const { browser, page, complaints } = await openRealBrowser({ width: 390, height: 844, colorScheme: 'light' })
    await page.goto(service.httpUrl)
    const list = await page.getByTestId('alarm-list').boundingBox()
    const map = await page.getByTestId('map').boundingBox()
    expect(list?.y).toBeLessThan(map?.y ?? 0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await registerLedger(service.httpUrl)
    const gateway = await openGateway(service.mqttUrl)
    for (let round = 0; round < 6; round++) {
      await gateway.report({ 'GD-07': 60 })
      await gateway.report({ 'GD-07': 10 })
    }
    await page.getByTestId('flood-bar').filter({ hasText: '报警洪流' }).waitFor()
    await page.getByTestId('group-row').filter({ hasText: '首出' }).waitFor()
    expect(await page.getByTestId('group-switch').getAttribute('aria-pressed')).toBe('true')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expectNoBarriersOn(page)
    await page.getByTestId('group-switch').click()
    await page.getByTestId('alarm-row').filter({ hasText: 'HH' }).first().waitFor()
    expect(complaints).toEqual([])
    await gateway.endAsync()
    await browser.close()
    await service.end('SIGTERM')
    await dataDir.remove()
  })
})
