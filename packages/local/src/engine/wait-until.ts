/** Asks until the answer is not undefined; throws when `deadlineMs` is over. The time between is no guess of a result. */
export async function waitUntil<T>(
  what: string,
  deadlineMs: number,
  ask: () => Promise<T | undefined>,
  everyMs = 100,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${deadlineMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
