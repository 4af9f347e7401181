import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pageOf } from '@hazardwatch/shared/list-page'
import { RuleChange } from '@hazardwatch/shared/rule-change'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'

const HOURS = 30
const HOUR_MS = 3_600_000
const RULE = 'FLOW/GD-07/H'

/** In each hour GD-07 is at 30 ppm for five minutes and at 22 ppm for five before. */
const hourOf = (start: number) => [[0, 5], [20, 22], [25, 30], [30, 5]].map(([minute = 0, value = 0]) => ({ ts: start + minute * 60_000, values: { 'GD-07': value } }))

describe('the rules page in a real browser', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
    await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', Array.from({ length: HOURS }, (_, hour) => hourOf(end - (HOURS - hour) * HOUR_MS)).flat())
    ;({ browser, page, complaints } = await openRealBrowser({ expected: /status of 4(?:00|22)/ }))
    await page.goto(service.httpUrl)
  })
  afterAll(async () => {
    await browser.close()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const expectNoBarriers = (): Promise<void> => expectNoBarriersOn(page)
  /** What is read out with a control. */
  const spokenWith = (testId: string): Promise<string> =>
    page.getByTestId(testId).evaluate((control) => (control.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '))
  const field = (name: string) => page.getByTestId(`field-${name}`)
  const ruleInForce = async (): Promise<AlarmRule> => AlarmRule.parse(await call(service.httpUrl, 'GET', `/api/v1/rules/${encodeURIComponent(RULE)}`))

  it('lists the rules of the enterprise, and finds one by its words', async () => {
    await page.getByTestId('page-rules').click()
    await page.getByTestId('rule-row').nth(2).waitFor()
    await expectNoBarriers()
    await page.getByTestId('rule-filter').fill('gd-08')
    await page.getByTestId('rule-row').nth(1).waitFor({ state: 'detached' })
    await page.getByTestId('rule-filter').fill('')
  })

  it('opens a rule by the keyboard', async () => {
    await page.getByTestId('rule-row').getByText(RULE, { exact: true }).waitFor()
    await page.getByRole('link', { name: new RegExp(`${RULE}$`) }).focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('rule-editor').waitFor()
    expect(await field('limit').inputValue()).toBe('25')
    await expectNoBarriers()
  })

  it('tells what is wrong at the field, before anything is sent', async () => {
    await field('limit').fill('many')
    await page.getByText('“many”不是数字').waitFor()
    await page.getByTestId('rule-save').click()
    await page.locator('[data-testid=field-limit]:focus').waitFor()
    await expectNoBarriers()
  })

  it('tries a lower limit on stored history and draws what would be another', async () => {
    await field('limit').fill('20')
    await page.getByTestId('backtest-days').fill('3')
    await page.getByTestId('backtest-run').click()
    await page.getByTestId('backtest-result').waitFor()
    expect(await page.getByTestId('backtest-before').textContent()).toContain(String(HOURS))
    expect(await page.getByTestId('backtest-earlier').textContent()).toMatch(new RegExp(`${HOURS}.*−05:00`))
    expect(await page.getByTestId('difference').count()).toBe(HOURS)
    await page.getByTestId('backtest-chart').locator('canvas').waitFor()
    await expectNoBarriers()
    expect((await ruleInForce()).limit).toBe(25)
  })

  it('shows the refusal of the service at its field, with its remedy, and the focus goes there', async () => {
    await field('limit').fill('5000')
    await page.getByTestId('rule-reason').fill('试一下')
    await page.getByTestId('rule-save').click()
    await page.locator('[data-testid=operator-name]:focus').waitFor()
    await page.keyboard.type('李工')
    await page.keyboard.press('Enter')
    await page.getByTestId('rule-outcome').getByText('改取量程内的限值').waitFor()
    await page.locator('[data-testid=field-limit]:focus').waitFor()
    expect(await spokenWith('field-limit')).toContain('limit 5000 超出')
    await expectNoBarriers()
    expect((await ruleInForce()).limit).toBe(25)
  })

  it('marks what is changed, with what it was, and restores it', async () => {
    const before = page.locator('.is-changed', { has: field('limit') })
    await before.getByText('原为 25').waitFor()
    await before.getByRole('button', { name: '还原 限值' }).click()
    expect(await field('limit').inputValue()).toBe('25')
    await page.locator('.is-changed').waitFor({ state: 'detached' })
  })

  it('saves a limit with its reason, and the record says who, what and why', async () => {
    await field('limit').fill('20')
    await page.getByTestId('rule-reason').fill('降低报警值')
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-outcome').getByText('已保存').waitFor()
    const record = page.getByTestId('rule-change').first()
    await record.getByText('降低报警值').waitFor()
    expect(await record.textContent()).toMatch(/李工.*限值25 → 20/)
    expect((await ruleInForce()).limit).toBe(20)
    await expectNoBarriers()
  })

  it('does not write over what a colleague has just changed', async () => {
    await call(service.httpUrl, 'PATCH', `/api/v1/rules/${encodeURIComponent(RULE)}?by=other&reason=tuning`, { limit: 22 })
    await field('limit').fill('18')
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-outcome').getByRole('button').click()
    expect(await field('limit').inputValue()).toBe('22')
    expect((await ruleInForce()).limit).toBe(22)
  })

  it('registers a new rule with guidance, of another kind', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/new`)
    await field('point').selectOption('GD-08')
    await field('kind').selectOption('rate')
    await field('limit').fill('5')
    await field('windowS').fill('60')
    await field('operatorAction').fill('查漏')
    await page.getByTestId('rule-reason').fill('升速报警')
    await expectNoBarriers()
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-change').getByText('升速报警').waitFor()
    const changes = pageOf(RuleChange).parse(await call(service.httpUrl, 'GET', '/api/v1/rule-changes?rule=FLOW%2FGD-08%2Frate'))
    expect(changes.items.map(({ by, after }) => [by, after?.windowS, after?.operatorAction])).toEqual([['李工', 60, '查漏']])
  })

  it('fills in a preset with its citation; one in another unit is refused, not taken as it stands', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/new`)
    await field('point').selectOption('GD-08')
    await page.getByTestId('preset-choice').selectOption('ammonia-machine-room 0')
    await page.getByTestId('preset').getByText('GB 50072-2021 §7.4.1').waitFor()
    await page.getByTestId('preset-fill').click()
    expect([await field('limit').inputValue(), await field('unit').inputValue(), await field('citation').inputValue()]).toEqual(['150', '', expect.stringContaining('§7.4.1')])
    await expectNoBarriers()
    await page.getByTestId('preset-choice').selectOption('tank-temperature 0')
    await page.getByTestId('preset').locator('b', { hasText: '⚠' }).waitFor()
    await page.getByTestId('preset-choice').selectOption('gas-nh3 1')
    await page.getByTestId('preset-fill').click()
    expect(await field('unit').inputValue()).toBe('mg/m3')
    await page.getByTestId('rule-reason').fill('国标')
    await page.getByTestId('rule-save').click()
    await page.getByTestId('rule-outcome').getByText(/单位/).waitFor()
    await page.locator('[data-testid=field-unit]:focus').waitFor()
    const { items } = pageOf(AlarmRule).parse(await call(service.httpUrl, 'GET', '/api/v1/rules?enterprise=FLOW&point=GD-08'))
    expect(items.map(({ kind }) => kind).sort()).toEqual(['H', 'rate'])
  })

  it('asks before it throws away what is not saved', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/sheet`)
    await page.locator('#unsaved-leave').waitFor()
    await expectNoBarriers()
    await page.keyboard.press('Enter')
    await page.locator('#unsaved-leave').waitFor({ state: 'hidden' })
    expect([await field('unit').inputValue(), new URL(page.url()).hash]).toEqual(['mg/m3', '#/rules/FLOW/new'])
    const asked = page.waitForEvent('dialog')
    await page.evaluate(() => setTimeout(() => location.reload()))
    const byBrowser = await asked
    await byBrowser.dismiss()
    expect([byBrowser.type(), await field('unit').inputValue()]).toEqual(['beforeunload', 'mg/m3'])
    await page.getByTestId('page-monitor').click()
    await page.locator('#unsaved-leave').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#unsaved-leave').waitFor({ state: 'hidden' })
    await page.goto(`${service.httpUrl}/#/rules/FLOW/sheet`)
    await page.locator('#unsaved-leave').click()
    await page.getByTestId('sheet-download').waitFor()
  })

  it('gives the workbook, and tells the faults of one with their rows', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/sheet`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('sheet-download').click()])
    await page.getByTestId('sheet-file').setInputFiles(await download.path())
    await page.getByTestId('sheet-report').getByText('没有可写入的改动').waitFor()
    await page.getByTestId('sheet-file').setInputFiles({ name: 'wrong.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
    await page.getByTestId('sheet-report').getByText('不是 Excel 工作簿').waitFor()
    await expectNoBarriers()
  })

  it('shows what the rule says to do beside its alarm', async () => {
    await call(service.httpUrl, 'PATCH', '/api/v1/rules/FLOW%2FGD-07%2FHH?by=other&reason=guidance', { consequence: '人员中毒', operatorAction: '撤离机房', responseS: 300, citation: 'GB 50072-2021 §7.4.1' })
    await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', { values: { 'GD-07': 60 } })
    await page.getByTestId('page-monitor').click()
    await page.getByTestId('alarm-row').filter({ hasText: 'HH' }).click()
    const guidance = page.getByTestId('guidance')
    await guidance.getByText('撤离机房').waitFor()
    expect(await guidance.textContent()).toMatch(/人员中毒.*5 分钟内；\s*已用 \d\d:\d\d.*§7\.4\.1/)
    await expectNoBarriers()
    await guidance.getByRole('link').click()
    await page.getByTestId('rule-editor').waitFor()
  })

  it('says in the list which rules alarm now', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW`)
    await page.getByTestId('rule-row').filter({ hasText: 'FLOW/GD-07/HH' }).getByText('报警中').waitFor()
    await page.getByTestId('rule-row').filter({ hasText: 'FLOW/GD-08/H' }).getByText('无报警').waitFor()
  })

  it('fits a phone: nothing sticks out, and only the page itself scrolls', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${service.httpUrl}/#/rules/FLOW/rule/${encodeURIComponent(RULE)}`)
    await page.getByTestId('rule-editor').waitFor()
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([390, 844])
    await expectNoBarriers()
  })

  it('had nothing else to complain about', () => {
    expect(complaints).toEqual([])
  })
})
