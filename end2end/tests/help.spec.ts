/** The help pages: public, without script, printable, in each language. */
import { type Page } from "@playwright/test";
import { expectNoSidewaysScroll } from "../support/accessibility.js";
import { MARI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";
import { say } from "../support/texts.js";

test.use({ user: null });

/** The addresses of a page's links, without fragments. */
const links = async (page: Page): Promise<string[]> =>
  page.locator("a[href]").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href.replace(/#.*/, "")));

inEachLanguage((language) => {
  const index = `/${language}/help`;

  test("every page: no script, nothing missing, each link leads somewhere", async ({ page, context, program }) => {
    test.slow();
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(request.url()));
    await page.goto(index);
    const pages = (await links(page)).filter((url) => url.includes(`${index}/`));
    expect(pages.length).toBeGreaterThan(40);
    const seen = new Set<string>();

    for (const url of [`${program.url}${index}`, ...new Set(pages)]) {
      await test.step(url, async () => {
        const answer = await page.goto(url);
        expect(answer?.status()).toBe(200);
        const html = await answer!.text();
        expect(html).not.toContain("<script");
        expect(html).not.toContain("wasm");
        expect(html).not.toContain("⟦");
        expect(html).not.toMatch(/\{ ?\$/);
        expect(html).not.toMatch(/style=/);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.getByRole("heading", { level: 1 })).not.toBeEmpty();
        for (const link of await links(page)) seen.add(link);
      });
    }
    expect(fetched.filter((url) => !/\/help|main\.css$/.test(new URL(url).pathname))).toEqual([]);

    // Links to settings want somebody signed in.
    await context.request.post(await program.signInLink(MARI), { maxRedirects: 0 });
    for (const url of seen) {
      const { origin, protocol } = new URL(url);
      if (origin === program.url) expect((await context.request.get(url)).status(), url).toBe(200);
      else expect(protocol, url).toBe("https:");
    }
    expect(seen.size).toBeGreaterThan(pages.length);
    expect([...seen].some((url) => url.endsWith("/settings"))).toBe(true);
  });

  for (const slug of ["gmail", "zone", "ports-and-encryption"]) {
    test(`${slug} prints`, async ({ page }) => {
      await page.goto(`${index}/${slug}`);
      await expect(page.locator(".bar")).toBeVisible();
      await page.emulateMedia({ media: "print" });
      for (const unprinted of [".bar", ".demo", "footer", ".skip-link"]) {
        await expect(page.locator(unprinted)).toBeHidden();
      }
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      // Dark on white, also for those whose screen is dark.
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const colours = await page.locator("body").evaluate((body) => {
        const { color, backgroundColor } = getComputedStyle(body);
        return { color, backgroundColor };
      });
      expect(colours).toEqual({ color: "rgb(0, 0, 0)", backgroundColor: "rgb(255, 255, 255)" });
      const pdf = await page.pdf({ format: "A4" });
      expect(pdf.length).toBeGreaterThan(5_000);
    });
  }

  test("from the index to a guide and back, and to the other language", async ({ page, says }) => {
    await page.goto(index);
    await page.getByRole("link", { name: "Gmail", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`${index}/gmail$`));
    await expect(page.locator("dl.facts")).toContainText("smtp.gmail.com");
    expect(await page.locator("ol.guide > li").count()).toBeGreaterThan(2);
    await page.getByRole("link", { name: says("help-back") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("help-title"));
    const other = language === "et" ? "en" : "et";
    await page.locator(`.who a[hreflang=${other}]`).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(other, "help-title"));
  });

  test("the guides fit a phone", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of ["", "/gmail", "/microsoft-365", "/zone", "/ports-and-encryption"]) {
      await page.goto(index + path);
      await expectNoSidewaysScroll(page);
    }
  });
});

test("there is no guide of an unknown name", async ({ page, watch }) => {
  watch.expectStatus(404);
  const answer = await page.goto("/en/help/no-such-provider");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
});
