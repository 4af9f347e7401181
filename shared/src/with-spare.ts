/** Rows of columns that are reserved at a start: so many, and some to spare. The next one that somebody registers must not hold up the alarms while those of a whole country are copied (0.15 s). */
export const withSpare = (rows: number): number => rows + (rows >>> 4) + 1_024
