import { z } from "zod";

/** One page of a list, and where the next begins; no cursor after the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string | undefined;
}

/** The schema of an answer that holds a page: `{ <name>: […], cursor? }`. */
export function pageOf<Name extends string, Item extends z.ZodType>(name: Name, item: Item) {
  return z.object({ [name]: z.array(item), cursor: z.string().optional() } as Record<
    Name,
    z.ZodArray<Item>
  > & {
    cursor: z.ZodOptional<z.ZodString>;
  });
}

/** All pages, each asked for when it is wanted. */
export async function* readPages<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Page<Item>, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield page;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
