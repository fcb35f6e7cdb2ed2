/**
 * What a change of a schema breaks. Both ways count: what is in the archive must still be read, and whoever reads
 * today must find what was promised. Adding an optional field, or a value to an enumeration, is fine.
 */

type Schema = Readonly<Record<string, unknown>>;

/** Bounds that may only become wider, with the direction in which they do. */
const LOWER = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const UPPER = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
/** Keywords that may not change at all. */
const FIXED = ["type", "const", "pattern", "format"];

/** One sentence per break, each beginning with the JSON pointer of the place; none when the change is additive. */
export function breakingChanges(before: unknown, after: unknown, pointer = ""): string[] {
  if (!isSchema(before) || !isSchema(after)) {
    return before === after ? [] : [`${pointer || "/"}: is no longer described`];
  }
  return [
    ...fixed(before, after, pointer),
    ...bounds(before, after, pointer),
    ...enumeration(before, after, pointer),
    ...fields(before, after, pointer),
    ...(before["items"] === undefined
      ? []
      : breakingChanges(before["items"], after["items"], `${pointer}/items`)),
    ...alternatives(before, after, pointer),
  ];
}

function fixed(before: Schema, after: Schema, pointer: string): string[] {
  return FIXED.filter((keyword) => before[keyword] !== after[keyword]).map(
    (keyword) => `${pointer || "/"}: "${keyword}" was changed`,
  );
}

function bounds(before: Schema, after: Schema, pointer: string): string[] {
  const narrower = (keyword: string, tighter: (old: number, now: number) => boolean) => {
    const [old, now] = [before[keyword], after[keyword]];
    if (typeof now !== "number") return false;
    return typeof old !== "number" || tighter(old, now);
  };
  return [
    ...LOWER.filter((keyword) => narrower(keyword, (old, now) => now > old)),
    ...UPPER.filter((keyword) => narrower(keyword, (old, now) => now < old)),
  ].map((keyword) => `${pointer || "/"}: "${keyword}" was narrowed`);
}

function enumeration(before: Schema, after: Schema, pointer: string): string[] {
  const [old, now] = [before["enum"], after["enum"]];
  if (old === undefined && now !== undefined) return [`${pointer || "/"}: was narrowed to an enumeration`];
  if (!Array.isArray(old)) return [];
  const left: readonly unknown[] = Array.isArray(now) ? now : [];
  return old
    .filter((value) => !left.includes(value))
    .map((value) => `${pointer}: the value ${value} was removed`);
}

function fields(before: Schema, after: Schema, pointer: string): string[] {
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  const [required, requires] = [requiredOf(before), requiredOf(after)];
  return [
    ...Object.keys(old).flatMap((field) =>
      now[field] === undefined
        ? [`${pointer}/${field}: was removed`]
        : breakingChanges(old[field], now[field], `${pointer}/${field}`),
    ),
    ...[...required]
      .filter((field) => now[field] !== undefined && !requires.has(field))
      .map((field) => `${pointer}/${field}: is no longer always there`),
    ...[...requires]
      .filter((field) => !required.has(field))
      .map((field) => `${pointer}/${field}: is required, and archived events do not have it`),
  ];
}

/** The alternatives of a union keep their order; more may follow. */
function alternatives(before: Schema, after: Schema, pointer: string): string[] {
  return ["anyOf", "oneOf", "allOf"].flatMap((keyword) => {
    const [old, now] = [before[keyword], after[keyword]];
    if (!Array.isArray(old))
      return now === undefined ? [] : [`${pointer || "/"}: was narrowed by "${keyword}"`];
    const left: readonly unknown[] = Array.isArray(now) ? now : [];
    return old.flatMap((schema, index) =>
      breakingChanges(schema, left[index], `${pointer}/${keyword}/${index}`),
    );
  });
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function propertiesOf(schema: Schema): Schema {
  return isSchema(schema["properties"]) ? schema["properties"] : {};
}

function requiredOf(schema: Schema): Set<string> {
  return new Set(Array.isArray(schema["required"]) ? schema["required"].map(String) : []);
}
