import { InvalidCursor } from "@accession/core/invalid-cursor";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where a list ordered by time and id goes on. It holds nothing that names a tenant or a patient. */
export interface TimeAndId {
  readonly at: Date;
  readonly id: string;
}

export function encodeTimeAndId({ at, id }: TimeAndId): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString("base64url");
}

/** Throws `InvalidCursor` for what `encodeTimeAndId` did not make. */
export function decodeTimeAndId(
  cursor: string,
  pointer: "/query/cursor" | "/cursor" = "/query/cursor",
): TimeAndId {
  const [milliseconds = "", id = "", rest] = Buffer.from(cursor, "base64url").toString("latin1").split(" ");
  const at = new Date(/^\d{1,15}$/.test(milliseconds) ? Number(milliseconds) : Number.NaN);
  if (rest !== undefined || !UUID.test(id) || Number.isNaN(at.getTime())) throw new InvalidCursor(pointer);
  return { at, id };
}

/** Where a list ordered by ids goes on. */
export function encodeIds(ids: readonly string[]): string {
  return Buffer.from(ids.join(" ")).toString("base64url");
}

/** Throws `InvalidCursor` for what `encodeIds` did not make of so many ids. */
export function decodeIds(cursor: string, count: number, pointer: "/query/cursor"): readonly string[] {
  const ids = Buffer.from(cursor, "base64url").toString("latin1").split(" ");
  if (ids.length !== count || !ids.every((id) => UUID.test(id))) throw new InvalidCursor(pointer);
  return ids;
}

/** Where a list ordered by study date and id goes on; the date is '' for those without one. */
export interface DateAndId {
  readonly date: string;
  readonly id: string;
}

export function encodeDateAndId({ date, id }: DateAndId): string {
  return Buffer.from(`${date} ${id}`).toString("base64url");
}

/** Throws `InvalidCursor` for what `encodeDateAndId` did not make. */
export function decodeDateAndId(cursor: string): DateAndId {
  const [date = "", id = "", rest] = Buffer.from(cursor, "base64url").toString("latin1").split(" ");
  if (rest !== undefined || !UUID.test(id) || !/^(\d{8})?$/.test(date)) throw new InvalidCursor("/cursor");
  return { date, id };
}
