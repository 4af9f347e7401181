import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'

/** More presses of Tab than the whole form has controls. */
const MOST_TABS = 160

const point = (tag: string, name: string, unit: string) => ({ enterprise: 'FLOW', tag, source: 'S1', name, quantity: 'x', unit, rangeLow: 0, rangeHigh: 1000, expectedIntervalS: null, location: null })

describe('the form of a rule, by the keyboard alone', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    await call(service.httpUrl, 'POST', '/api/v1/points', [point('GD-09', '氨浓度 东门', '[ppm]'), point('FT-11', '冷却水流量', 'm3/h')])
    ;({ browser, page, complaints } = await openRealBrowser({ width: 1366, height: 768, expected: /status of 4(?:00|09|22)/ }))
    await page.goto(`${service.httpUrl}/#/rules/FLOW/new`)
    await page.getByTestId('rule-editor').waitFor()
    await page.getByTestId('field-point').getByRole('option').nth(4).waitFor({ state: 'attached' })
  })
  afterAll(async () => {
    await browser.close()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const expectNoBarriers = (): Promise<void> => expectNoBarriersOn(page)
  const focused = (): Promise<string> => page.evaluate(() => (document.activeElement instanceof HTMLElement ? (document.activeElement.dataset.testid ?? document.activeElement.id) : ''))
  const value = (testId: string): Promise<string> => page.getByTestId(testId).inputValue()
  /** Goes on with Tab until a control has the focus. */
  const tabTo = async (testId: string): Promise<void> => {
    for (let presses = 0; presses < MOST_TABS; presses++) {
      if (await focused() === testId) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${testId} cannot be reached with Tab; the focus is on ${await focused()}`)
  }
  const choose = async (testId: string, wanted: string): Promise<void> => {
    await tabTo(testId)
    await page.keyboard.press('Home')
    for (let presses = 0; presses < 40 && await value(testId) !== wanted; presses++) await page.keyboard.press('ArrowDown')
    expect(await value(testId)).toBe(wanted)
  }
  const write = async (testId: string, text: string): Promise<void> => {
    await tabTo(testId)
    await page.keyboard.press('Control+a')
    await page.keyboard.type(text)
  }
  const press = async (testId: string): Promise<void> => {
    await tabTo(testId)
    await page.keyboard.press('Space')
  }
  /** Finds one of many by its letters. */
  const pick = async (testId: string, text: string): Promise<void> => {
    await write(testId, text)
    await page.keyboard.press('Enter')
  }
  const ruleInForce = async (id: string): Promise<AlarmRule> => AlarmRule.parse(await call(service.httpUrl, 'GET', `/api/v1/rules/${encodeURIComponent(id)}`))
  const saved = async (id: string): Promise<AlarmRule> => {
    await page.locator('h3', { hasText: id }).waitFor()
    return ruleInForce(id)
  }

  it('Save leads to what is still missing, one after the other', async () => {
    await press('rule-save')
    expect(await focused()).toBe('field-point')
    await choose('field-point', 'GD-07')
    await choose('field-kind', 'vote')
    await press('rule-save')
    expect(await focused()).toBe('field-level')
    await expectNoBarriers()
  })

  it('fills in a vote: channels are picked, and what it does with a bad one is said in words', async () => {
    await write('field-level', '25')
    await tabTo('field-others')
    await page.keyboard.press('ArrowDown')
    // What measures the same comes first, and the own point not at all.
    expect(await page.locator('.pick-list [aria-selected=true]').textContent()).toContain('GD-08')
    await expectNoBarriers()
    await page.keyboard.press('Escape')
    expect(await page.getByTestId('others-item').count()).toBe(0)
    await page.keyboard.type('冷却')
    await page.keyboard.press('Enter')
    await page.keyboard.type('gd-08')
    await page.keyboard.press('Enter')
    expect(await page.getByTestId('others-item').allTextContents()).toEqual([expect.stringContaining('FT-11'), expect.stringContaining('GD-08')])
    await choose('field-need', '2')
    expect(await page.getByTestId('vote-words').textContent()).toMatch(/2oo3：3 个通道中有 2 个越限即报警.*坏一个时 → 1oo2.*旁路一个时 → 2oo2/)
    await tabTo('badVote-alarm')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByTestId('vote-words').textContent()).toContain('坏一个时 → 2oo2')
  })

  it('draws the week of a schedule', async () => {
    await tabTo('field-reAlarmS')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await press('schedule-add')
    expect(await focused()).toBe('day-1')
    await page.keyboard.press('Space')
    await write('schedule-from', '22')
    await write('schedule-to', '630')
    await tabTo('schedule-add')
    expect([await value('schedule-from'), await value('schedule-to')]).toEqual(['22:00', '06:30'])
    expect(await page.getByRole('img').getAttribute('aria-label')).toContain('每周投用 34 小时: 周二至周五 22:00–06:30')
  })

  it('has a stage picked, and shows the refusal of the service at the channel that is wrong', async () => {
    await page.getByTestId('field-activeWhile').focus()
    await pick('field-activeWhile', 'ft')
    await write('stage-low', '10')
    await write('rule-reason', '三取二')
    await press('rule-save')
    await page.locator('[data-testid=operator-name]:focus').waitFor()
    await page.keyboard.type('李工')
    await page.keyboard.press('Enter')
    await page.getByTestId('others-item').first().getByText('FT-11 的单位为 m3/h').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('移除 FT-11')
    await expectNoBarriers()
  })

  it('takes the wrong channel away, saves, and shows the same after a reload', async () => {
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('field-others')
    await page.keyboard.type('gd-09')
    await page.keyboard.press('Enter')
    await press('rule-save')
    const rule = await saved('FLOW/GD-07/vote')
    expect(rule).toMatchObject({
      kind: 'vote', level: 25, others: ['GD-08', 'GD-09'], need: 2, badVote: 'healthy', schedule: [{ days: [2, 3, 4, 5], from: '22:00', to: '06:30' }], activeWhile: { point: 'FT-11', low: 10, high: null },
    })
    await page.reload()
    await page.getByTestId('others-item').nth(1).waitFor()
    expect(await page.getByTestId('others-item').allTextContents()).toEqual([expect.stringContaining('GD-08'), expect.stringContaining('GD-09')])
    await page.getByTestId('rule-editor').getByText('没有改动').waitFor()
    expect([await value('field-need'), await value('schedule-to'), await value('stage-low'), await page.getByTestId('badVote-healthy').isChecked(), await page.getByTestId('day-2').getAttribute('aria-pressed')]).toEqual(['2', '06:30', '10', true, 'true'])
    expect(await ruleInForce('FLOW/GD-07/vote')).toEqual(rule)
  })

  it('gives limits by operating state, and shows them again', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/rule/${encodeURIComponent('FLOW/GD-08/H')}`)
    await page.locator('h3', { hasText: 'FLOW/GD-08/H' }).waitFor()
    await page.getByTestId('field-reAlarmS').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await press('activeStates-startup')
    await write('state-limit-startup', '5000')
    await write('rule-reason', '开车时放宽')
    await press('rule-save')
    await page.getByTestId('rule-outcome').getByText('状态 startup 的 limit 5000').waitFor()
    expect(await focused()).toBe('state-limit-startup')
    await write('state-limit-startup', '40')
    await press('activeStates-running')
    await press('rule-save')
    await page.getByTestId('rule-change').getByText('各运行状态的限值').waitFor()
    expect(await page.getByTestId('rule-change').first().textContent()).toMatch(/李工.*开车时放宽.*投用的运行状态（空） → 开车, 运行.*各运行状态的限值（空） → 开车 40/)
    expect(await ruleInForce('FLOW/GD-08/H')).toMatchObject({ activeStates: ['startup', 'running'], stateLimits: { startup: 40 } })
    await page.reload()
    await page.getByTestId('state-limit-startup').waitFor()
    expect(await value('state-limit-startup')).toBe('40')
    await expectNoBarriers()
  })

  it('builds a combination of rules in groups', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/new`)
    await page.getByTestId('field-id').waitFor()
    await choose('field-point', 'GD-07')
    await write('field-id', 'FLOW/GD-07/HH')
    await choose('field-kind', 'combination')
    await pick('condition-rule', 'gd-07/h')
    await press('condition-add-group')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('condition-rule')
    await page.keyboard.type('gd-07/vote')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('gd-08')
    await page.keyboard.press('Enter')
    await page.getByTestId('field-when').getByText('氨浓度 高 H 且 (非 氨浓度 表决 或 氨浓度 高 H)').waitFor()
    await expectNoBarriers()
    await write('rule-reason', '组合')
    await press('rule-save')
    await page.getByText('这个编号已被占用').waitFor()
    expect(await focused()).toBe('field-id')
    await write('field-id', 'FLOW/both')
    await press('rule-save')
    expect((await saved('FLOW/both')).when).toEqual({ and: ['FLOW/GD-07/H', { or: [{ not: 'FLOW/GD-07/vote' }, 'FLOW/GD-08/H'] }] })
  })

  it('is on many points: a selector, and at once the points that it means', async () => {
    await page.goto(`${service.httpUrl}/#/rules/FLOW/new`)
    await page.getByTestId('watch-many').waitFor()
    await tabTo('watch-one')
    await page.keyboard.press('ArrowDown')
    await write('field-selector', 'GD-*{gas=NH3}')
    await page.getByText('选择器写错了').waitFor()
    await write('field-selector', 'XX-*')
    await page.getByTestId('selector-count').getByText('没有匹配的测点').waitFor()
    await write('field-selector', '*')
    await page.getByTestId('selector-count').getByText('适用 4 个测点').waitFor()
    await press('select-unit')
    expect(await value('field-selector')).toBe('*{unit=[ppm]}')
    expect((await page.getByTestId('selected-point').allTextContents()).map((text) => text.slice(0, 5))).toEqual(['GD-07', 'GD-08', 'GD-09'])
    await expectNoBarriers()
    await write('field-selector', 'GD-*')
    await write('field-id', 'FLOW/all')
    await write('field-limit', '30')
    await write('rule-reason', '一条管全部')
    await press('rule-save')
    expect(await saved('FLOW/all')).toMatchObject({ point: 'GD-*', limit: 30, unit: '[ppm]' })
    await page.getByTestId('selector-count').getByText('适用 3 个测点').waitFor()
    await write('field-selector', 'GD-0*{source=S1}')
    await write('rule-reason', '只看 S1')
    await press('rule-save')
    await page.getByTestId('rule-outcome').getByText('已保存').waitFor()
    expect((await ruleInForce('FLOW/all')).point).toBe('GD-0*{source=S1}')
  })

  it.each([['zh', 'dark'], ['en', 'light']])('fits a phone in %s, %s', async (language, theme) => {
    await page.evaluate(([lang, look]) => localStorage.setItem('hazardwatch', JSON.stringify({ ...JSON.parse(localStorage.getItem('hazardwatch') ?? '{}'), language: lang, theme: look })), [language, theme])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${service.httpUrl}/#/rules/FLOW/rule/${encodeURIComponent('FLOW/GD-07/vote')}`)
    await page.reload()
    await page.getByTestId('schedule-window').waitFor()
    expect(await page.evaluate(() => [document.documentElement.lang.slice(0, 2), document.documentElement.dataset.theme])).toEqual([language, theme])
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector('.page')?.scrollWidth])).toEqual([390, 390])
    await expectNoBarriers()
  })

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([])
  })
})
