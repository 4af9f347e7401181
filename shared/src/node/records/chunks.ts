/** SQLite takes 32,766 parameters a statement; the widest table has 19 columns. */
const ROWS_A_STATEMENT = 1_000

/** Splits rows into parts that one statement can write. */
export const chunks = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / ROWS_A_STATEMENT) }, (_, index) => items.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT))
