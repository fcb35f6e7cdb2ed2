/**
 * Rows as one JSON parameter, for `json_to_recordset`: one statement takes any number of rows, and a new column is one
 * more name. What Postgres cannot hold is mended here: NUL characters go (texts of files hold them), half characters
 * become U+FFFD.
 */
export function rowsJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "string" ? storableText(value) : value,
  );
}

/** The text as Postgres holds it. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
