// Firefox has no map of names: a proxy that brings some names to a port of this machine, and nobody anywhere else.
import { createServer } from "node:http";
import { connect } from "node:net";

/** @param {{hosts: string[], port: number}} names */
export async function namesProxy({ hosts, port }) {
  const server = createServer((_, response) => response.writeHead(502).end());
  const open = new Set();
  server.on("connect", ({ url }, client) => {
    client.on("error", () => {});
    if (!hosts.some((name) => url === `${name}:443`)) return client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    const there = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      there.pipe(client).pipe(there);
    });
    there.on("error", () => client.destroy());
    open.add(client).add(there);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
