/** How far the engine has taken a log of its own numbering: `events` = id of the last plant event, `readings` = position in the spool. */
export interface EnginePlaceTable {
  log: string
  position: number
}

/** What a source is doing, by the newest event that said so. */
export interface SourceStateTable {
  enterprise: string
  source: string
  state: string
  at: number
  /** When it ends by itself; null = with the next event. */
  until: number | null
}
