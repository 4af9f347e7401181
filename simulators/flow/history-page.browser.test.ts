import { readFile } from 'node:fs/promises'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmsOf, call, registerLedger } from './flow-client.ts'
import { expectNoBarriersOn, openRealBrowser } from './real-browser.ts'

/** Each of two limits: more than a page of them. */
const EXCURSIONS = 70
const POST = '/api/v1/readings?enterprise=FLOW'

describe('past alarms in a real browser', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let browser: Browser
  let page: Page
  let complaints: string[]
  const start = Date.now() - 200_000

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    const { httpUrl } = service
    await registerLedger(httpUrl)
    await call(httpUrl, 'POST', '/api/v1/rules', { id: 'STUCK', enterprise: 'FLOW', point: 'GD-08', kind: 'health', windowS: 60, minReadings: 10, priority: 'blue' })
    await call(httpUrl, 'POST', POST, Array.from({ length: EXCURSIONS * 2 }, (_, n) => ({ ts: start + n * 1_000, values: { 'GD-07': n % 2 === 0 ? 60 + n / 2 : 10 } })))
    // Stuck for two minutes, then alive again.
    await call(httpUrl, 'POST', POST, Array.from({ length: 180 }, (_, n) => ({ ts: start + n * 1_000, values: { 'GD-08': n < 120 ? 7 : 7 + (n * 7) % 5 } })))
    ;({ browser, page, complaints } = await openRealBrowser())
  })
  afterAll(async () => {
    await browser.close()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const rows = () => page.getByTestId('history-row')
  const expectNoBarriers = (): Promise<void> => expectNoBarriersOn(page)

  it('are listed newest first, a page at a time, until there are no more', async () => {
    await page.goto(`${service.httpUrl}/#/history`)
    await rows().first().waitFor()
    expect(await rows().count()).toBe(100)
    await expectNoBarriers()
    await page.getByTestId('history-older').click()
    await page.getByText('已全部列出').waitFor()
    const all = await alarmsOf(service.httpUrl, 'late=false')
    expect(all.length).toBeGreaterThan(2 * EXCURSIONS)
    expect(await rows().evaluateAll((found) => found.map((row) => row.getAttribute('data-alarm-id')))).toEqual(all.map(({ id }) => id))
  })

  it('are saved as a table, all of them, also those that are not listed yet', async () => {
    await page.reload()
    await rows().first().waitFor()
    expect(await rows().count()).toBe(100)
    const downloading = page.waitForEvent('download')
    await page.getByTestId('history-table').click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('alarms.csv')
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines.slice(1).map((line) => line.slice(-32))).toEqual((await alarmsOf(service.httpUrl, 'late=false')).map(({ id }) => id))
    expect(lines[1]).toMatch(/Z,red,HH,FLOW,|Z,orange,H,FLOW,|,health,FLOW,/)
  })

  it('of one priority, of one point: the address keeps what was asked for', async () => {
    await page.getByTestId('only-red').click()
    await page.getByText(`该时段报警 ${EXCURSIONS} 条`).waitFor()
    expect(new Set(await rows().locator('.of-what').evaluateAll((found) => found.map(({ textContent }) => textContent)))).toEqual(new Set(['氨浓度 高高 HHGD-07']))
    await page.getByTestId('only-red').click()
    await page.getByTestId('history-of').fill('FLOW/GD-08')
    await page.keyboard.press('Enter')
    await rows().filter({ hasText: 'GD-08' }).waitFor()
    await page.reload()
    await rows().filter({ hasText: 'GD-08' }).waitFor()
    expect([await rows().count(), await page.getByTestId('history-of').inputValue()]).toEqual([1, 'FLOW/GD-08'])
    await page.getByTestId('history-record').selectOption('dry')
    await page.getByTestId('history-none').waitFor()
    await page.getByTestId('history-record').selectOption('live')
    await rows().waitFor()
  })

  it('an early warning that is over is marked useful, with a key, once the operator has given a name', async () => {
    await rows().getByRole('button').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('mark-useful').waitFor()
    await expectNoBarriers()
    await page.locator('body').press('u')
    await page.locator('[data-testid=operator-name]:focus').waitFor()
    await page.keyboard.type('王值班')
    await page.keyboard.press('Enter')
    await rows().filter({ hasText: '有用' }).waitFor()
    expect(await call(service.httpUrl, 'GET', '/api/v1/detectors')).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'health', alarms: 1, useful: 1 })]) })
    await page.keyboard.press('Escape')
    await page.getByTestId('face-plate').waitFor({ state: 'detached' })
  })

  it('the plate of a past alarm shows what was then, and takes a note', async () => {
    await page.getByTestId('history-of').fill('')
    await rows().nth(99).waitFor()
    const chosen = rows().filter({ hasText: '高高' }).nth(3)
    const id = await chosen.getAttribute('data-alarm-id') ?? ''
    await chosen.getByRole('button').click()
    const plate = page.getByTestId('face-plate')
    await plate.filter({ hasText: '被新的报警接替' }).waitFor()
    const [alarm] = (await alarmsOf(service.httpUrl, 'late=false')).filter((one) => one.id === id)
    await plate.locator('.big').filter({ hasText: alarm?.value.toFixed(0) ?? '' }).waitFor()
    await plate.filter({ hasText: '之前' }).waitFor()
    await page.getByTestId('comment-text').fill('阀门已查')
    await page.getByTestId('comment-send').click()
    await plate.locator('.comments li').filter({ hasText: '阀门已查' }).waitFor()
    expect(await call(service.httpUrl, 'GET', `/api/v1/alarms/${id}/comments`)).toMatchObject({ items: [{ by: '王值班', text: '阀门已查' }] })
  })

  it('keys of the list of alarms do nothing here, and an alarm is not acknowledged that nobody sees', async () => {
    await page.keyboard.press('Escape')
    await page.getByTestId('face-plate').waitFor({ state: 'detached' })
    for (const key of ['j', 'a']) await page.locator('body').press(key)
    await page.getByTestId('page-monitor').click()
    await page.getByTestId('alarm-row').first().waitFor()
    expect(await alarmsOf(service.httpUrl, 'state=acknowledged')).toEqual([])
  })

  it('the monitor goes on with the alarm that was chosen there', async () => {
    await page.getByTestId('alarm-row').first().locator('.row-button').click()
    const chosen = page.locator('[data-testid=alarm-row]:has([aria-current=true])')
    const id = await chosen.getAttribute('data-alarm-id')
    await page.getByTestId('page-history').click()
    await rows().first().getByRole('button').click()
    await page.getByTestId('face-plate').waitFor()
    await page.getByTestId('page-monitor').click()
    expect(await chosen.getAttribute('data-alarm-id')).toBe(id)
  })

  it('from the plate of an alarm there is a way to the earlier ones of its point', async () => {
    await page.getByTestId('alarm-row').first().locator('.row-button').click()
    await page.getByTestId('to-history').click()
    await page.getByTestId('history-page').waitFor()
    await rows().first().waitFor()
    expect(await page.getByTestId('history-of').inputValue()).toBe('FLOW/GD-07')
  })

  it('fits a phone: nothing sticks out', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${service.httpUrl}/#/history`)
    await rows().first().waitFor()
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector('.listed')?.scrollWidth])).toEqual([390, 390])
    await expectNoBarriers()
    await rows().first().getByRole('button').click()
    await page.getByTestId('face-plate').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expectNoBarriers()
  })

  it('had nothing else to complain about', () => {
    expect(complaints).toEqual([])
  })
})
