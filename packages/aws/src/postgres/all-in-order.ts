/**
 * Waits for statements that are on their way together. When some failed, rejects with the failure of the first of them, as
 * listed: those after it failed because of it.
 */
export async function allInOrder<const Answers extends readonly unknown[]>(
  answers: {
    readonly [Index in keyof Answers]: Promise<Answers[Index]>;
  },
): Promise<Answers> {
  const settled = await Promise.allSettled(answers);
  const failed = settled.find((answer) => answer.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return await (Promise.all(answers) as Promise<unknown> as Promise<Answers>);
}
