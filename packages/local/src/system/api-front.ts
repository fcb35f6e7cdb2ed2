import { createServer, request } from "node:http";

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
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: apiHost },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.once("error", (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "text/plain" });
      outgoing.end(`The local API does not answer: ${error.message}\n`);
    });
    incoming.pipe(forwarded);
  });
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
