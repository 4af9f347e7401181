import { z } from 'zod'

/** Lists over HTTP: `next` is the cursor of the page after this one, null on the last. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() })

export interface Page<Item> { items: Item[]; next: string | null }
