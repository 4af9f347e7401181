import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseBrokerUrl } from './broker-url.ts'
import { startExternalBroker } from './external-broker.ts'

const run = (program: string, ...words: string[]): void => { execFileSync(program, words, { stdio: 'ignore' }) }

/** A certificate of an authority of our own, and one for the loopback address signed by it. */
const makeCertificates = (folder: string): void => {
  const at = (name: string): string => join(folder, name)
  run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=HazardWatch test authority', '-keyout', at('ca.key'), '-out', at('ca.pem'))
  run('openssl', 'req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', at('broker.key'), '-out', at('broker.csr'))
  run('openssl', 'x509', '-req', '-days', '2', '-in', at('broker.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-copy_extensions', 'copy', '-out', at('broker.pem'))
}

describe('a broker with TLS and passwords', () => {
  let folder: string
  let mosquitto: Mosquitto
  let ca: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hazard-access-'))
    makeCertificates(folder)
    run('mosquitto_passwd', '-b', '-c', join(folder, 'passwords'), 'plant', 's@cret:/')
    ca = await readFile(join(folder, 'ca.pem'), 'utf8')
    mosquitto = await makeMosquitto([
      'allow_anonymous false', `password_file ${join(folder, 'passwords')}`, `cafile ${join(folder, 'ca.pem')}`, `certfile ${join(folder, 'broker.pem')}`, `keyfile ${join(folder, 'broker.key')}`,
    ])
    await mosquitto.start()
  })
  afterAll(async () => {
    await mosquitto.remove()
    await rm(folder, { recursive: true })
  })

  it.each<[name: string, user: string, trusted: boolean, connected: boolean, lastEnd: unknown]>([
    ['the right password and the authority', 'plant:s%40cret%3A%2F@', true, true, null],
    ['a wrong password', 'plant:guess@', true, false, expect.stringMatching(/code (5|135)/)],
    ['no password', '', true, false, expect.stringMatching(/code (5|135)/)],
    ['an authority that is not known', 'plant:s%40cret%3A%2F@', false, false, expect.stringMatching('certificate')],
  ])('with %s', async (_, user, trusted, connected, lastEnd) => {
    const address = parseBrokerUrl(`mqtts://${user}127.0.0.1:${mosquitto.port}`)
    if (address === undefined) throw new Error('no address')
    const broker = startExternalBroker({
      address: { ...address, ...(trusted && { ca }) }, clientId: 'access', filters: ['t'], receive: () => ({ verdict: 'pass' }), clock: () => 0, chance: () => 0, after: () => () => undefined, every: () => () => undefined,
      log: { info: () => undefined, warn: () => undefined },
    })
    await vi.waitFor(() => { expect(broker.state().connected || broker.state().lastEnd !== null).toBe(true) }, 10_000)
    expect(broker.state()).toMatchObject({ connected, lastEnd })
    await broker.stop()
  })
})
