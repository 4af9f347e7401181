import { describe, expect, it } from 'vitest'
import { readSimOptions } from './sim-options.ts'

describe('readSimOptions', () => {
  it('stands for the province without arguments', () => {
    const { fleet, ...rest } = readSimOptions([])
    expect(rest).toEqual({
      help: false, format: 'native', register: false, httpUrl: 'http://127.0.0.1:8080', mqttUrl: 'mqtt://127.0.0.1:1883', hj212: { host: '127.0.0.1', port: 2120 }, connections: 16, durationS: undefined,
    })
    expect(fleet).toMatchObject({ enterprises: 7000, points: 440_000, intervalMs: 48_000, seed: 1, excursionsPerHour: 60, batch: 1 })
  })

  it('turns a rate into an interval, arrays included', () => {
    const { fleet } = readSimOptions(['--enterprises', '100', '--points', '1000', '--values', '5', '--batch', '4', '--rate', '50'])
    expect(fleet.messagesPerS).toBeCloseTo(50)
    expect(fleet.intervalMs).toBeCloseTo(1000)
  })

  it('takes no more connections than there are enterprises', () => {
    expect(readSimOptions(['--enterprises', '3', '--points', '9']).connections).toBe(3)
    const tooMany = ['--enterprises', '3', '--points', '9', '--connections', '4']
    expect(() => readSimOptions(tooMany)).toThrow('--connections "4" does not work; use a whole number from 1 to 3')
  })

  it.each([
    [['--bogus', '1'], /^Unknown option '--bogus'; --help lists the options$/],
    [['--enterprises', 'many'], '--enterprises "many" does not work; use a whole number from 1 to 9999'],
    [['--points', '1.5'], '--points "1.5" does not work'],
    [['--points', '3'], '3 points are too few for 7000 enterprises'],
    [['--interval', '0'], '--interval "0" does not work; use a number above 0'],
    [['--rate', 'Infinity'], '--rate "Infinity" does not work'],
    [['--rate', '5', '--interval', '1'], '--interval and --rate say the same'],
    [['--rate', '90000000'], 'ask for a lower --rate'],
    [['--excursions=-1'], '--excursions "-1" does not work; use a number from 0'],
    [['--duration', ''], '--duration "" does not work'],
    [['--format', 'opc-ua'], '--format "opc-ua" is not one that the fleet speaks; use one of: native, neuron, thingsboard-device, thingsboard-gateway, dtu, alink, sparkplug-b, hj212'],
    [['--format', 'hj212', '--interval', '0.5'], 'has times to the second; ask for an --interval of 1 or more'],
    [['--hj212', '2120'], '--hj212 "2120" is not host:port'],
    [['--format', 'neuron', '--batch', '2'], '--format neuron carries one moment a message'],
    [['--http', 'localhost:8080'], 'is not an address that starts with http:// or https://'],
    [['--mqtt', 'http://127.0.0.1'], 'is not an address that starts with mqtt:// or mqtts:// or ws:// or wss://'],
  ])('%j is told in one line', (args, message) => {
    expect(() => readSimOptions(args)).toThrow(message)
    expect(() => readSimOptions(args)).toThrow(/^[^\n]+$/)
  })
})
