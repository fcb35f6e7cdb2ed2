import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** The body as JSON; undefined when there is none. */
  json(): unknown;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text. */
  readonly body?: unknown;
}

export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  /** What was asked, in order. */
  readonly requests: FakeRequest[];
}

/** A small HTTP server that answers as the test says. */
export async function startFakeApi(
  answer: (request: FakeRequest, base: string) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeApi> {
  const requests: FakeRequest[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await buffer(incoming);
    const request: FakeRequest = {
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "/", url),
      headers: incoming.headers,
      body,
      json: () => (body.length === 0 ? undefined : JSON.parse(body.toString("utf8"))),
    };
    requests.push(request);
    const { status = 200, headers = {}, body: said } = await answer(request, url);
    outgoing.writeHead(status, headers);
    outgoing.end(typeof said === "string" ? said : JSON.stringify(said));
  };
  const server = createServer((incoming, outgoing) => {
    // A test that answers with an error sees a connection that breaks.
    serve(incoming, outgoing).catch((error: Error) => outgoing.destroy(error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
