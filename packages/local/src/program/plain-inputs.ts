/** How Pulumi marks a secret on the wire: an object with this key beside its `value`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Unwraps secrets and drops what is undefined, at any depth. */
export function plainInputs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainInputs);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  if (SIGNATURE in value && "value" in value) return plainInputs(value.value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([key, item]) => [key, plainInputs(item)]),
  );
}
