import { createServer, type IncomingHttpHeaders, request } from "node:http";

/**
 * A client sends on a kept connection until shortly before the server gives it up. On a busy machine those few moments
 * pass unseen, and a request that may not be sent twice is lost: so both keep it for far longer than any pause.
 */
const KEEP_CONNECTION_MS = 600_000;

export interface ApiFront {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the HTTP API on a port of its own: the engine tells APIs apart by the Host header, which a client cannot
 * set when the name does not resolve.
 */
export async function startApiFront(engine: string, apiHost: string, apiPort: number): Promise<ApiFront> {
  const { hostname, port } = new URL(engine);
  const server = createServer((incoming, outgoing) => {
    const forwarded = request(
      {
        hostname,
        port,
        // A connection of its own: the engine ends kept ones after 5 s, which may be just when a request is sent.
        agent: false,
        method: incoming.method,
        path: incoming.url,
        headers: { ...endToEnd(incoming.headers), host: apiHost },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
        answer.pipe(outgoing);
      },
    );
    forwarded.once("error", (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "text/plain" });
      outgoing.end(`The local API does not answer: ${error.message}\n`);
    });
    incoming.pipe(forwarded);
  });
  server.keepAliveTimeout = KEEP_CONNECTION_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(apiPort, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the API front has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Headers without those about the connection that they came over (RFC 9110 section 7.6.1). */
function endToEnd({ connection: _, "keep-alive": __, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
