import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { queueUrl } from "./break-ingestion.ts";
import type { Place } from "./canary-search.ts";
import { system } from "./under-test.ts";

/** The program's rules: what each takes, and its work queue by name. */
function rules(): { readonly types: readonly string[]; readonly queue: string }[] {
  return system.resources
    .filter(({ type }) => type === "aws:cloudwatch/eventTarget:EventTarget")
    .map(({ inputs: target }) => {
      const rule = system.resources.find(
        ({ type, inputs }) =>
          type === "aws:cloudwatch/eventRule:EventRule" && inputs["name"] === target["rule"],
      );
      const queue = system.resources.find(({ state }) => state["arn"] === target["arn"]);
      const { "detail-type": types } = JSON.parse(rule?.inputs["eventPattern"]) as {
        "detail-type": string[];
      };
      return { types, queue: queue?.name.replace(/Queue$/, "") ?? "" };
    });
}

/**
 * By work queue, the messages that it held or was meant to hold: those seen in it, and those of its rule among the
 * events that another queue caught.
 */
export function messagesByQueue(seen: readonly Place[], caughtIn: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (queue: string, body: string) =>
    found.set(queue, (found.get(queue) ?? new Set<string>()).add(body));
  for (const { name, texts } of seen)
    for (const text of texts) {
      const [body] = JSON.parse(text) as [string];
      const queue = name.replace(/^queue /, "");
      if (queue !== caughtIn) add(queue, body);
      else
        for (const rule of rules())
          if (rule.types.includes((JSON.parse(body) as { "detail-type": string })["detail-type"]))
            add(rule.queue, body);
    }
  return found;
}

/** Puts messages into the dead-letter queue of a work queue, as if their consumer had given them up. */
export async function giveUp(queue: string, bodies: Iterable<string>): Promise<number> {
  let count = 0;
  for (const body of bodies) {
    await system.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl(`${queue}DeadLetters`), MessageBody: body }),
    );
    count++;
  }
  return count;
}
