/** What gateways are scored on; part of the tables of the record store. */
export interface SenderTables {
  account_mark: AccountMarkTable
  sender_state: SenderStateTable
  sender_day: SenderDayTable
  sender_completeness: SenderCompletenessTable
}

/** How far the spool has been counted for an enterprise, with what is remembered of its points. Written with the rows of its senders. */
export interface AccountMarkTable {
  enterprise: string
  /** Position of the spool. */
  counted_to: number
  /** JSON array of codes: what the points name as their gateway is a place in it. */
  gateways: string
  /** Columns of the points as base64. */
  points: string
}

/** A gateway of an enterprise; gateway '' = the enterprise as a whole, both '' = this service. */
export interface SenderStateTable {
  enterprise: string
  gateway: string
  /** JSON. */
  state: string
}

/** Days of China. */
export interface SenderDayTable {
  enterprise: string
  gateway: string
  day: string
  /** JSON. */
  counts: string
}

/** Apart from the counts, since a buffer that is emptied changes days that are over. */
export interface SenderCompletenessTable {
  enterprise: string
  gateway: string
  day: string
  expected: number
  received: number
}
