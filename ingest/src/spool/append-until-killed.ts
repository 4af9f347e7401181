import { createLog } from '@hazardwatch/shared/node/log'
import { openSpool } from './open-spool.ts'

/**
 * For the test of kill -9: appends for ever, several commits at once, reads along as a consumer, and prints what is durable:
 * `appended N` for the records of this round, `saved N` for the consumer's position.
 */
const [folder = '', round = ''] = process.argv.slice(2)
/** Nothing here depends on the time. */
const clock = (): number => 1_795_402_800_000
const spool = await openSpool({
  folder, maxBytes: 1e9, maxAgeMs: 1e9, segmentBytes: 65_536, maxPendingBytes: 65_536, memoryBytes: 16_384, clock, log: createLog('error'),
})
const tell = (line: string): void => { process.stdout.write(`${line}\n`) }

const follow = async (): Promise<void> => {
  const consumer = await spool.consumer('alarms')
  for await (const { next } of consumer.batches({ maxRecords: 50 })) {
    await consumer.save(next)
    tell(`saved ${next}`)
  }
}

/** Sends like a gateway with its own pace: the next message when the one before is durable. */
let count = 0
const send = async (): Promise<void> => {
  for (;;) {
    const index = count++
    const text = `${round}:${index}:`.padEnd(20 + (index * 37) % 900, 'x')
    spool.append({ topic: `hazard/v1/E${index % 7}/readings`, enterprise: `E${index % 7}`, payload: Buffer.from(text), arrivedAt: clock(), format: 1 })
    await spool.commit()
    tell(`appended ${index}`)
  }
}

await Promise.all([follow(), ...Array.from({ length: 8 }, send)])
