interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Actions of SQS that have a batch form. AWS authorises both by the one name; the engine asks for each its own. */
const BATCHED = new Set(["sqs:SendMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]);

/**
 * A policy of the program as the engine must have it to decide as AWS does. Two things differ: the names of SQS's
 * batch actions, and that the engine speaks plain HTTP on the loopback interface, so that a statement which denies
 * everything but TLS would deny everything.
 */
export function enginePolicy(policy: string): string {
  const document = JSON.parse(policy) as { Statement: readonly Statement[] };
  const statements = document.Statement.filter((statement) => !deniesPlainHttp(statement)).map(
    withBatchActions,
  );
  return JSON.stringify({ ...document, Statement: statements });
}

function deniesPlainHttp({ Effect, Condition }: Statement): boolean {
  const secure = Condition?.["Bool"]?.["aws:SecureTransport"];
  return Effect === "Deny" && [secure].flat().includes("false");
}

function withBatchActions(statement: Statement): Statement {
  if (statement.Action === undefined) return statement;
  const actions = [statement.Action].flat();
  return {
    ...statement,
    Action: actions.flatMap((action) => (BATCHED.has(action) ? [action, `${action}Batch`] : [action])),
  };
}
