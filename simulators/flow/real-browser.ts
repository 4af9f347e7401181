import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

export interface RealBrowser {
  browser: Browser
  page: Page
  /** What the page wrote as an error, and what it threw. */
  complaints: string[]
}

export interface BrowserOptions {
  width?: number
  height?: number
  colorScheme?: 'dark' | 'light'
  /** Errors in the console that belong to the story: an answer that refuses something is one for the browser. */
  expected?: RegExp
}

/** A real Chromium with an empty page, in Chinese, as an operator at a desk has it. */
export const openRealBrowser = async ({ width = 1920, height = 1080, colorScheme = 'dark', expected }: BrowserOptions = {}): Promise<RealBrowser> => {
  const browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage'] })
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' && expected?.test(message.text()) !== true) complaints.push(message.text()) })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { browser, page, complaints }
}

/**
 * Nothing on the page keeps out people with disabilities, as far as WCAG 2.2 AA can be checked by a program. The check holds up the page, for seconds on a busy
 * machine, and keys on a picture that looks dead do nothing: a page that was live before is so again when this resolves.
 */
export const expectNoBarriersOn = async (page: Page): Promise<void> => {
  const wasLive = await page.locator(LIVE).count() > 0
  const { violations } = await new AxeBuilder({ page }).options({ rules: { 'label-content-name-mismatch': { enabled: true } }, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  if (!wasLive) return
  // First what has come meanwhile is taken in, and shown.
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) }))
  await page.locator(LIVE).waitFor()
}

const LIVE = '[data-testid=feed-badge][data-liveness=live]'
