/** What a page costs on its way to the browser. */
import { type Page, type Response } from "@playwright/test";
import { expect, test } from "../support/test.js";

const KB = 1024;

interface Arrived {
  url: string;
  kind: string;
  encoding: string | undefined;
  bytes: number;
}

/** Everything that a page fetches, in bytes as they travel. */
async function weigh(page: Page, visit: () => Promise<void>): Promise<Arrived[]> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await visit();
  return Promise.all(
    responses.map(async (response) => {
      const headers = response.headers();
      await response.finished();
      const { responseBodySize } = await response.request().sizes();
      return {
        url: response.url(),
        kind: headers["content-type"] ?? "",
        encoding: headers["content-encoding"],
        bytes: responseBodySize,
      };
    }),
  );
}

const sum = (all: Arrived[]): number => all.reduce((total, { bytes }) => total + bytes, 0);
const code = ({ kind }: Arrived): boolean => /javascript|wasm/.test(kind);
const style = ({ kind }: Arrived): boolean => /css/.test(kind);

test("the settings page: script and Wasm under 90 KB, style under 12 KB", async ({ page, settings }) => {
  const arrived = await weigh(page, () => settings.open());
  const parts = arrived.filter(code);
  // Each of them once: what is preloaded is used.
  const names = parts.map(({ url }) => url.split("/").at(-1));
  expect(names.toSorted()).toEqual(["frontend.js", "frontend_bg.wasm", "start.js"]);
  for (const part of [...parts, ...arrived.filter(style)]) expect(part, part.url).toMatchObject({ encoding: "br" });
  expect(sum(parts)).toBeGreaterThan(10 * KB);
  expect(sum(parts)).toBeLessThan(90 * KB);
  expect(sum(arrived.filter(style))).toBeGreaterThan(KB);
  expect(sum(arrived.filter(style))).toBeLessThan(12 * KB);
});

test("a second visit fetches the page alone", async ({ page, settings, says }) => {
  await settings.open();
  const fetched: string[] = [];
  page.on("response", async (response) => {
    const { responseBodySize } = await response.request().sizes();
    if (responseBodySize > 0) fetched.push(new URL(response.url()).pathname);
  });
  await page.locator("nav").getByRole("link", { name: says("nav-settings") }).click();
  await settings.ready();
  await expect.poll(() => fetched).toEqual([settings.path]);
});

for (const path of ["/et/help", "/en/help/gmail", "/et/help/ports-and-encryption", "/en/nothing"]) {
  test(`no script at all: ${path}`, async ({ page, watch }) => {
    watch.expectStatus(404);
    const arrived = await weigh(page, async () => {
      await page.goto(path);
    });
    expect(arrived.filter(code)).toEqual([]);
    expect(sum(arrived.filter(style))).toBeLessThan(12 * KB);
    expect(await page.locator("script, link[rel=modulepreload], link[rel=preload]").count()).toBe(0);
  });
}
