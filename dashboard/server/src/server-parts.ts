import type { AlarmDesk } from '@hazardwatch/shared/alarm-desk'
import type { BacktestDesk } from '@hazardwatch/shared/backtest'
import type { Clock } from '@hazardwatch/shared/clock'
import type { ListenAddresses } from '@hazardwatch/shared/connection-help'
import type { DeadLetters } from '@hazardwatch/shared/dead-letters'
import type { EventBook } from '@hazardwatch/shared/event-book'
import type { StatisticsBook } from '@hazardwatch/shared/gateway-statistics'
import type { ForecastBook } from '@hazardwatch/shared/forecast-report'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { Log } from '@hazardwatch/shared/node/log'
import type { InstrumentBook } from '@hazardwatch/shared/instrument-care'
import type { ModelPictures } from '@hazardwatch/shared/model-picture'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { Region } from '@hazardwatch/shared/region'
import type { SourceLearner } from '@hazardwatch/shared/source-model'

/** What the dashboard server is given: the ports, and where it listens. */
export interface ServerParts {
  /** Name or address to listen on. */
  host: string
  /** Something in front of it guards it (HAZARD_OPEN): any Host header is accepted. Default false. */
  open?: boolean
  /** Folder of the built page. It may be missing: the server then says how to build it. */
  webRoot: string
  ledger: Ledger
  desk: AlarmDesk
  store: ReadingStore
  intake: ReadingIntake
  events: EventBook
  backtests: BacktestDesk
  models: SourceLearner
  forecasts: ForecastBook
  pictures: ModelPictures
  instruments: InstrumentBook
  quarantine: Quarantine
  statistics: StatisticsBook
  deadLetters: DeadLetters
  addresses: ListenAddresses
  regions: readonly Region[]
  /** Further parts for /health and /metrics, by name. One that has `ok: false` or `status: "degraded"` makes the whole degraded. */
  health: () => object
  clock: Clock
  /** Lets what waits have its turn, in the middle of long work. */
  turn: () => Promise<unknown>
  log: Log
}
