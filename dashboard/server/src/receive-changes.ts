import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import type { Ledger, LedgerChange } from '@hazardwatch/shared/ledger-port'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { FeedHub } from './feed-hub.ts'

export interface ReceiveChangesParts {
  hub: Pick<FeedHub, 'receiveReadings' | 'receiveChange' | 'receivePoint' | 'markStale'>
  ledger: Pick<Ledger, 'enterprises' | 'onChange'>
  log: Log
}

/**
 * The hop from the engine, the ingest and the ledger to the feed. Nothing that goes wrong here reaches them:
 * a feed that fails must not keep an alarm from being judged or a reading from being stored.
 */
export const receiveChanges = ({ hub, ledger, log }: ReceiveChangesParts) => {
  const county = new Map<string, string>(ledger.enterprises().map(({ code, region }) => [code, region]))

  const guarded = (what: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      log.error({ err: error, what }, 'feed: a change could not be passed on')
    }
  }
  const receiveLedgerChange = (change: LedgerChange): void => {
    if (change.type === 'point' && !change.retired) hub.receivePoint(change.point)
    if (change.type !== 'enterprise') return
    const { code, region } = change.enterprise
    const before = county.get(code)
    if (change.retired) county.delete(code)
    else county.set(code, region)
    // A new enterprise brings nothing yet; one that moved or left takes its alarms and sources along.
    if (before !== undefined && (change.retired || before !== region)) hub.markStale()
  }
  const stopListening = ledger.onChange((change) => { guarded('ledger', () => { receiveLedgerChange(change) }) })

  return {
    receiveReadings: (batch: ReadingBatch): void => { guarded('readings', () => { hub.receiveReadings(batch) }) },
    receiveChange: (change: EngineChange): void => { guarded(change.type, () => { hub.receiveChange(change) }) },
    stop: stopListening,
  }
}
