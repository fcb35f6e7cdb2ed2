import { connect, createServer, type Server, type Socket } from "node:net";

/** A server that can go away and come back, seen through its address. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on: connections break, and new ones are refused. */
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
}

/** Passes everything on to `port` of this machine. */
export async function tcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let own = 0;

  const listen = async () => {
    const next = createServer((client) => {
      const upstream = connect(port, "127.0.0.1");
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(from);
        from.on("error", () => to.destroy());
        from.on("close", () => {
          sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise<void>((resolve, reject) => {
      next.once("error", reject);
      next.listen(own, "127.0.0.1", resolve);
    });
    server = next;
    const address = next.address();
    if (address !== null && typeof address === "object") own = address.port;
  };
  const takeAway = async () => {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  return { port: own, takeAway, bringBack: listen, [Symbol.asyncDispose]: takeAway };
}
