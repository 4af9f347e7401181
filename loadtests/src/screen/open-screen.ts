import { chromium as playwright, type Page } from 'playwright-core'

/** The console in a real Chromium, and what a stopwatch in front of it would show. */
export interface Screen {
  /** From the opening of the page until the map is drawn and the levels are counted. */
  readyMs: number
  /** @returns when a text was first on the page, epoch ms. Ask before it can be there. */
  untilShown: (text: string) => Promise<number>
  /** Waits until at least so many alarms are counted. @returns how many. */
  untilAlarms: (count: number) => Promise<number>
  /** @returns ms of the longest task since this was last asked; 0 when none took 50 ms or more, which is where browsers begin to report them. */
  longestTask: () => Promise<number>
  /** Turns the wheel over the list of alarms. @returns ms between each two frames. */
  scrollAlarms: (ms: number) => Promise<number[]>
  close: () => Promise<void>
}

const WITHIN_MS = 120_000

declare global {
  interface Window { longTasks: number[] }
}

export const openScreen = async (httpUrl: string, executablePath: string): Promise<Screen> => {
  const browser = await playwright.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'] })
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longTasks.push(duration) }).observe({ type: 'longtask' })
  })
  const began = performance.now()
  await page.goto(httpUrl)
  await page.locator('[data-testid=map] canvas').first().waitFor({ timeout: WITHIN_MS })
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid=count-unknown]')?.textContent ?? ''), undefined, { timeout: WITHIN_MS })
  const readyMs = performance.now() - began
  return {
    readyMs,
    untilShown: (text) => untilShown(page, text),
    untilAlarms: async (count) => {
      const reached = await page.waitForFunction((least) => {
        const counted = Number(document.querySelector('[data-testid=alarm-count]')?.textContent?.replaceAll(/\D/g, ''))
        return counted >= least ? counted : undefined
      }, count, { timeout: WITHIN_MS })
      return (await reached.jsonValue()) ?? 0
    },
    longestTask: () => page.evaluate(() => Math.max(0, ...window.longTasks.splice(0))),
    scrollAlarms: (ms) => scroll(page, ms),
    close: () => browser.close(),
  }
}

/** The page looks itself, at each frame: what is asked from outside comes late. */
const untilShown = (page: Page, text: string): Promise<number> => page.evaluate((wanted) => new Promise<number>((resolve) => {
  const look = (): void => {
    if (document.querySelector('[data-testid=alarm-list]')?.textContent?.includes(wanted) === true) resolve(Date.now())
    else requestAnimationFrame(look)
  }
  look()
}), text)

const scroll = async (page: Page, ms: number): Promise<number[]> => {
  const box = await page.getByTestId('alarm-list').boundingBox()
  if (box === null) throw new Error('the list of alarms is not on the page')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const frames = page.evaluate((during) => new Promise<number[]>((resolve) => {
    const times: number[] = []
    const began = performance.now()
    const note = (now: number): void => {
      times.push(now)
      if (now - began < during) requestAnimationFrame(note)
      else resolve(times.slice(1).map((time, index) => time - times[index]!))
    }
    requestAnimationFrame(note)
  }), ms)
  const end = performance.now() + ms
  while (performance.now() < end) await page.mouse.wheel(0, 400)
  return frames
}
