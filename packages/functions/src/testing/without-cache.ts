type Idempotent = typeof import("../runtime/idempotent-request.ts");

/** In place of the module in a route's test: every request runs. The cache of answers has tests of its own. */
export async function withoutCache(original: () => Promise<Idempotent>): Promise<Idempotent> {
  return {
    ...(await original()),
    onceForKey: async (_request, _argument, effect) => ({ answer: await effect(), replayed: false }),
  };
}
