/** Tests with the example portal: it stands at another site than the program. */
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Portal } from "../portal/portal.mjs";
import { Issuer } from "./issuer.js";
import { Program } from "./program.js";
import { test as base } from "./test.js";

export { expect } from "./test.js";

const SECRET = "saladus";

interface Fixtures {
  portal: Portal;
  issuer: Issuer;
  issuerPort: number;
}

export const test = base.extend<Fixtures>({
  user: null,
  portal: async ({}, use) => {
    // The demo's people belong to the portal of this name.
    const portal = await new Portal("portal").listen();
    await use(portal);
    portal.close();
  },
  issuerPort: async ({}, use) => use(await freePort()),
  program: async ({ environment, portal, issuerPort }, use) => {
    const folder = await mkdtemp(join(tmpdir(), "saatja-portal-"));
    const file = join(folder, "key.pem");
    await writeFile(file, portal.signer.publicKey);
    const keys = `[{kid="${portal.signer.kid}",algorithm="ES256",file="${file}"}]`;
    const claims = `{issuer="http://127.0.0.1:${issuerPort}",client_id="saatja",client_secret="${SECRET}"}`;
    const about = `id="${portal.id}",name="Näidisportaal",accent="#7a0000",url="${portal.origin}"`;
    const portals = `[{${about},origins=["${portal.origin}"],launch_keys=${keys},oidc=${claims}}]`;
    const program = await Program.start({ ...environment, PORTALS: portals });
    portal.saatja = program.url;
    await use(program);
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  },
  issuer: async ({ program, issuerPort }, use) => {
    const issuer = await Issuer.start(issuerPort, "saatja", SECRET, `${program.url}/oidc/callback`);
    await use(issuer);
    await issuer.stop();
  },
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}
