/** Another site, which means no good. */
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** Serves one page at an origin of its own while `use` runs. */
export async function elsewhere(body: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,">${body}</html>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
