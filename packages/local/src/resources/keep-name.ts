/** How SST ends the names that it gives: eight random letters, and the suffix of a FIFO queue. */
const RANDOM_ENDING = /-[abcdefhkmnorstuvwxz]{8}(\.fifo)?$/;

/**
 * SST draws the end of a physical name anew at each evaluation; Pulumi then keeps the first, and so does this: the
 * new inputs, with the names that the resource was made with where only the drawn part differs.
 */
export function keepName(
  inputs: Record<string, unknown>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...inputs };
  for (const [key, now] of Object.entries(inputs)) {
    const then = before[key];
    if (typeof now !== "string" || typeof then !== "string") continue;
    if (!RANDOM_ENDING.test(now) || !RANDOM_ENDING.test(then)) continue;
    if (now.replace(RANDOM_ENDING, "$1") === then.replace(RANDOM_ENDING, "$1")) kept[key] = then;
  }
  return kept;
}
