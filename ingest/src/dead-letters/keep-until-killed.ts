import { openLetterFolder } from './letter-folder.ts'

/** For tests: keeps letters in a folder, and lets one of three leave, until it is killed; says what the folder has taken. */
const [folder = '', round = '0'] = process.argv.slice(2)
const letters = await openLetterFolder(folder, { maxBytes: 1e9, maxLetters: 1e9 })
for (let number = 0; ; number++) {
  const id = Number(round) * 1_000_000 + number + 1
  const payload = Buffer.from(`letter ${id} `.repeat(1 + number % 300))
  await letters.append([{ payload, head: { id, at: id, topic: 't', enterprise: `E${number % 3}`, gateway: null, reasons: {}, first: null, accepted: 0, unknown: null, bytes: payload.length, correction: 0 } }])
  process.stdout.write(`kept ${id}\n`)
  if (number % 3 !== 2) continue
  await letters.remove([id - 1])
  process.stdout.write(`left ${id - 1}\n`)
}
