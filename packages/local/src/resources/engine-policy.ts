interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Actions of SQS that have a batch form. AWS authorises both by the one name; the engine asks for each its own. */
const BATCHED = new Set(["sqs:SendMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]);

/**
 * Actions that the engine asks for on `*`: on archives, replays and the identities that mail comes from, whichever a
 * request names, and those with a task token, which AWS authorises on the state machine that the token is of.
 */
const WITHOUT_RESOURCE = new Set([
  "events:StartReplay",
  "events:DescribeReplay",
  "events:DescribeArchive",
  "ses:SendEmail",
  "states:SendTaskSuccess",
  "states:SendTaskFailure",
]);

/**
 * A policy of the program as the engine must have it to decide as AWS does. Three things differ: the names of SQS's
 * batch actions, the resources of EventBridge's archives and replays and of task tokens, and that the engine speaks plain HTTP on the loopback interface, so that a statement which denies
 * everything but TLS would deny everything.
 */
export function enginePolicy(policy: string): string {
  const document = JSON.parse(policy) as { Statement: readonly Statement[] };
  const statements = document.Statement.filter((statement) => !deniesPlainHttp(statement))
    .map(withBatchActions)
    .map(withEveryResource);
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

function withEveryResource(statement: Statement): Statement {
  const actions = [statement.Action ?? []].flat();
  const unnamed = actions.length > 0 && actions.every((action) => WITHOUT_RESOURCE.has(action));
  return unnamed ? { ...statement, Resource: "*" } : statement;
}
