import { createServer } from "node:http";
import { z } from "zod";
import type { DeclaredFunction } from "./resource.ts";

/** The asset bucket that `sst bootstrap` would have made. */
export const ASSET_BUCKET = "sst-asset-local";

const requestSchema = z.object({ method: z.string(), params: z.unknown() });
const buildSchema = z.object({
  functionID: z.string(),
  handler: z.string(),
  encryptionKey: z.string(),
  links: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** What `Runtime.Build` answers to SST's function component. */
export interface BuildAnswer {
  readonly handler: string;
  readonly out: string;
  readonly errors: readonly string[];
  readonly sourcemaps: readonly string[];
}

export interface RpcServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** SST's components ask their CLI for two things over HTTP; this answers in its place. */
export async function startRpcServer(
  build: (fn: DeclaredFunction) => Promise<BuildAnswer>,
): Promise<RpcServer> {
  const answer = async (method: string, params: unknown): Promise<unknown> => {
    if (method === "Provider.Aws.Bootstrap") {
      return {
        asset: ASSET_BUCKET,
        state: "",
        assetEcrRegistryId: "",
        assetEcrUrl: "",
        appsyncHttp: "",
        appsyncRealtime: "",
      };
    }
    if (method === "Runtime.Build") {
      const { functionID, ...rest } = buildSchema.parse(Array.isArray(params) ? params[0] : params);
      return build({ name: functionID, ...rest });
    }
    throw new Error(`rpc: can't find ${method}: SST asks for something that the local reader does not do`);
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const { method, params } = requestSchema.parse(JSON.parse(body));
      response.setHeader("content-type", "application/json");
      // SST's calls do not try again: one on a kept connection that this side is about to close would be lost.
      response.setHeader("connection", "close");
      answer(method, params).then(
        (result) => response.end(JSON.stringify({ result })),
        (error: unknown) =>
          response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the RPC server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.closeIdleConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
