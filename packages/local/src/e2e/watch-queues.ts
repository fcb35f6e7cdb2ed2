import { setTimeout as delay } from "node:timers/promises";
import type { Place } from "./canary-search.ts";
import { system } from "./under-test.ts";

interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly MessageAttributes: unknown;
}

/** By account and region, the messages of each queue. */
type Held = Record<string, Record<string, Record<string, readonly Message[]>>>;

/** Short beside the time that a message waits for its consumer. */
const LOOK_EVERY_MS = 150;

/**
 * Looks into all queues again and again, without receiving, and remembers what it saw: messages pass. Returns what
 * ends it and answers the messages by queue, under the program's name of each.
 */
export function watchQueues(): () => Promise<Place[]> {
  const seen = new Map<string, Map<string, string>>();
  const ended = new AbortController();
  const look = async () => {
    const answer = await fetch(new URL("/_ministack/sqs/messages", system.endpoints.aws.endpoint));
    const { messages } = (await answer.json()) as { messages: Held };
    for (const [url, held] of Object.values(messages).flatMap(Object.values).flatMap(Object.entries) as [
      string,
      readonly Message[],
    ][]) {
      const name = nameOf(url);
      const known = seen.get(name) ?? new Map<string, string>();
      seen.set(name, known);
      for (const message of held)
        known.set(message.MessageId, JSON.stringify([message.Body, message.MessageAttributes]));
    }
  };
  const looking = (async () => {
    while (!ended.signal.aborted) {
      await look();
      await delay(LOOK_EVERY_MS);
    }
  })();
  return async () => {
    ended.abort();
    await looking;
    await look();
    return [...seen].map(([queue, bodies]) => ({ name: `queue ${queue}`, texts: [...bodies.values()] }));
  };
}

function nameOf(url: string): string {
  const name = url.slice(url.lastIndexOf("/") + 1);
  const declared = system.resources.find(({ state }) => String(state["url"]).endsWith(`/${name}`));
  return declared?.name.replace(/Queue$/, "") ?? name;
}
