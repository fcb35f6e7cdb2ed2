/** A plain HTTP server that answers what the ingest worker asks of AWS: S3 reads with ranges, PutEvents, hints. */
import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerObject, type HeldObject } from "./answer-object.ts";

/** One request, by the name that AWS gives the operation: `GetObject`, `HeadObject`, `PutEvents`, `SendMessageBatch`. */
export interface AwsCall {
  readonly operation: string;
  /** How often the operation was asked for, this time included. */
  readonly nth: number;
  /** As asked for, with the query. */
  readonly path: string;
  /** The JSON of the request; nothing for S3. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What becomes of a request: an answer, a status of S3's or AWS's own, no answer at all, or a closed connection. */
export type Treatment = "answer" | "hang" | "cut" | { readonly status: number };

export interface AwsEndpoint extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Requests by operation, those that were refused included. */
  readonly requests: Map<string, number>;
  /** The envelopes of all events that the bus took, in their order. */
  readonly published: Readonly<Record<string, unknown>>[];
  /** Makes an object readable, at the address `bucket/key?versionId`. */
  hold(object: HeldObject): void;
  /** Forgets objects, requests and events, and treats all requests as usual. */
  clear(): void;
  /** Connections that were made so far. */
  connections(): number;
  lastHeaders(): IncomingHttpHeaders;
  /** The requests that were made of an operation, S3's apart. */
  inputs(operation: string): readonly AwsCall["input"][];
  /** Decides about each request before it is answered; nothing is done yet then. */
  treat(decide: (call: AwsCall) => Treatment | Promise<Treatment>): void;
}

/** Starts it on a port of 127.0.0.1. Signatures are accepted, not checked: the local engine is for that. */
export async function startAwsEndpoint(): Promise<AwsEndpoint> {
  const objects = new Map<string, HeldObject>();
  const requests = new Map<string, number>();
  const published: Readonly<Record<string, unknown>>[] = [];
  const inputs = new Map<string, AwsCall["input"][]>();
  let decide: (call: AwsCall) => Treatment | Promise<Treatment> = () => "answer";

  let connections = 0;
  let lastHeaders: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    lastHeaders = request.headers;
    const target = String(request.headers["x-amz-target"] ?? "");
    const input = target === "" ? {} : await jsonOf(request);
    const operation = target === "" ? objectOperation(request) : target.slice(target.indexOf(".") + 1);
    const nth = (requests.get(operation) ?? 0) + 1;
    requests.set(operation, nth);
    if (target !== "") inputs.set(operation, [...(inputs.get(operation) ?? []), input]);
    const treatment = await decide({ operation, nth, path: request.url ?? "/", input });
    if (treatment === "hang") return;
    if (treatment === "cut") response.destroy();
    else if (treatment !== "answer") refuse(response, treatment.status);
    else if (target === "") answerObject(request, response, objects);
    else answerJson(response, answerTo(operation, input));
  }

  function answerTo(operation: string, input: Readonly<Record<string, unknown>>): object {
    const entries = (input["Entries"] ?? []) as Readonly<Record<string, string>>[];
    switch (operation) {
      case "PutEvents":
        published.push(...entries.map((entry) => JSON.parse(entry["Detail"] ?? "{}")));
        return {
          FailedEntryCount: 0,
          Entries: entries.map((_, index) => ({ EventId: `e-${published.length}-${index}` })),
        };
      case "SendMessageBatch":
        return {
          Successful: entries.map(({ Id, MessageBody = "" }) => ({
            Id,
            MessageId: `m-${Id}`,
            // The SDK compares it.
            MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
          })),
        };
      case "GetQueueUrl":
        return { QueueUrl: `${url}/000000000000/queue` };
      case "ChangeMessageVisibilityBatch":
        return { Successful: entries.map(({ Id }) => ({ Id })) };
      default:
        throw new Error(`the endpoint of the tests knows no ${operation}`);
    }
  }

  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    published,
    hold: (object) => void objects.set(addressOf(object), object),
    clear() {
      objects.clear();
      requests.clear();
      inputs.clear();
      published.length = 0;
      decide = () => "answer";
    },
    connections: () => connections,
    lastHeaders: () => lastHeaders,
    inputs: (operation) => inputs.get(operation) ?? [],
    treat(next) {
      decide = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function objectOperation(request: IncomingMessage): string {
  return request.method === "HEAD" ? "HeadObject" : "GetObject";
}

const addressOf = ({ bucket, key, versionId }: HeldObject): string =>
  JSON.stringify([bucket, key, versionId]);

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

function answerJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end("<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>");
}
