/** Where things are in the repository. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const demoConfig = join(repository, "script", "demo.toml");
export const locales = join(repository, "locales");
export const screens = join(repository, "end2end", "test-results", "screens");
/** The built front end. */
export const site = process.env.SAATJA_SERVER__SITE ?? join(repository, "target", "site");
