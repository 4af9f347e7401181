import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

let webRoot = ''
beforeEach(() => {
  webRoot = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<title>the page</title>')
  writeFileSync(join(webRoot, 'assets', 'main-abc123.js'), `/* ${'x'.repeat(5_000)} */`)
})
afterEach(() => { rmSync(webRoot, { recursive: true }) })

const html = { accept: 'text/html,application/xhtml+xml' }

it.each<[string, string, Record<string, string>, number, string, string | undefined]>([
  ['the page', '/', html, 200, 'the page', 'no-cache'],
  ['a view of the page', '/enterprise/A.B', html, 200, 'the page', 'no-cache'],
  ['a file with a hash in its name', '/assets/main-abc123.js', {}, 200, 'xxx', 'public, max-age=31536000, immutable'],
  ['an asset of an older build', '/assets/main-old.js', html, 404, 'not_found', undefined],
  ['a missing file', '/favicon.png', { accept: 'image/png' }, 404, 'not_found', undefined],
  ['an unknown route of the API', '/api/v2/alarms', html, 404, 'not_found', undefined],
  ['a way out of the folder', '/..%2f..%2fetc%2fpasswd', {}, 404, 'not_found', undefined],
])('%s', async (_name, url, headers, status, content, caching) => {
  const { app } = await createServerFixture({ webRoot })
  const answer = await app.inject({ url, headers })
  expect(answer.statusCode).toBe(status)
  expect(answer.body).toContain(content)
  expect(answer.headers['cache-control']).toBe(caching)
})

it('says how to build the page while there is none, and shows it as soon as there is', async () => {
  rmSync(join(webRoot, 'index.html'))
  const { app } = await createServerFixture({ webRoot })
  const before = await app.inject({ url: '/', headers: html })
  expect([before.statusCode, before.body.includes('npm start')]).toEqual([503, true])
  writeFileSync(join(webRoot, 'index.html'), 'built')
  expect((await app.inject({ url: '/', headers: html })).body).toBe('built')
})

it('compresses, and lets the page load from this server only', async () => {
  const { app } = await createServerFixture({ webRoot })
  const script = await app.inject({ url: '/assets/main-abc123.js', headers: { 'accept-encoding': 'br' } })
  expect(script.headers['content-encoding']).toBe('br')
  const policy = String((await app.inject({ url: '/', headers: html })).headers['content-security-policy'])
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/https?:|ws:|unsafe-eval|upgrade-insecure/)
})
