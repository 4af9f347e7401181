import { expect, it } from 'vitest'
import { judgeRequest, type RequestFacts } from './judge-request.ts'

const get = { method: 'GET', upgrade: false, host: 'localhost:8080', origin: undefined, fetchSite: undefined }
const ours = { host: '127.0.0.1', open: false }

it.each<[string, Partial<RequestFacts>, { host: string; open: boolean }]>([
  ['localhost with a port', {}, ours],
  ['localhost without a port', { host: 'localhost' }, ours],
  ['localhost in capitals', { host: 'LOCALHOST:8080' }, ours],
  ['IPv4 loopback', { host: '127.0.0.1:8080' }, ours],
  ['IPv6 loopback', { host: '[::1]:8080' }, ours],
  ['the configured name', { host: 'hazard.example:80' }, { host: 'hazard.example', open: false }],
  ['the configured IPv6 address', { host: '[fd00::1]:8080' }, { host: 'fd00::1', open: false }],
  ['any name when open', { host: 'monitor.city.example' }, { host: '0.0.0.0', open: true }],
  ['a change without Origin (curl, k6)', { method: 'POST' }, ours],
  ['a change from our own page', { method: 'POST', origin: 'http://localhost:8080' }, ours],
  ['a change from our own page behind TLS on the default port', { method: 'POST', host: 'hz.example:443', origin: 'https://hz.example' },
    { host: '0.0.0.0', open: true }],
  ['an upgrade from our own page', { upgrade: true, origin: 'http://localhost:8080' }, ours],
  ['an upgrade without Origin', { upgrade: true }, ours],
  ['reading by a link from another site', { fetchSite: 'cross-site' }, ours],
])('accepts %s', (_name, facts, reachable) => {
  expect(judgeRequest({ ...get, ...facts }, reachable)).toBeUndefined()
})

it.each<[string, Partial<RequestFacts>, boolean, string]>([
  ['a name that was rebound to us', { host: 'evil.example:8080' }, false, 'not known as "evil.example:8080"'],
  ['no Host', { host: undefined }, false, 'not known as ""'],
  ['a name that only begins like ours', { host: 'localhost.evil.example' }, false, 'not known as'],
  ['user information before the name', { host: 'localhost@evil.example' }, false, 'not known as'],
  ['a path in Host', { host: 'evil.example/localhost' }, false, 'not known as'],
  ['a change from another site', { method: 'POST', origin: 'https://evil.example' }, false, 'the page is from https://evil.example'],
  ['a change from another site when open', { method: 'DELETE', origin: 'https://evil.example' }, true, 'the page is from https://evil.example'],
  ['a change from another port of this machine', { method: 'PUT', origin: 'http://localhost:3000' }, false, 'the page is from http://localhost:3000'],
  ['an upgrade from another site', { upgrade: true, origin: 'https://evil.example' }, false, 'the page is from'],
  ['an opaque origin', { method: 'PATCH', origin: 'null' }, false, 'the page is from null'],
  ['a file as origin', { method: 'POST', origin: 'file://localhost:8080' }, false, 'the page is from'],
  ['no Origin but the browser says cross-site', { method: 'POST', fetchSite: 'cross-site' }, false, 'a page of another site'],
])('refuses %s', (_name, facts, open, reason) => {
  expect(judgeRequest({ ...get, ...facts }, { host: '127.0.0.1', open })?.en).toContain(reason)
})
