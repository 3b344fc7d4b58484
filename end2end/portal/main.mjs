/**
 * The example portal by hand: `npm run portal`, then start Saatja with what it prints.
 *   npm run portal [SAATJA-ADDRESS] [PORT]
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Portal } from "./portal.mjs";

const [saatja = "http://127.0.0.1:8080", port = "3000"] = process.argv.slice(2);
const portal = await new Portal("naidis").listen(Number(port));
portal.saatja = saatja;
const key = join(tmpdir(), "saatja-example-portal.pem");
writeFileSync(key, portal.signer.publicKey);

console.log(`The example portal is at ${portal.origin}. Saatja at ${saatja} needs in its configuration:

[[portals]]
id = "${portal.id}"
name = "Näidisportaal"
origins = ["${portal.origin}"]
url = "${portal.origin}"
accent = "#006b3f"

[[portals.launch_keys]]
kid = "${portal.signer.kid}"
algorithm = "ES256"
file = "${key}"
`);
