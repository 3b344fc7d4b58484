/** What came back: the list, one event, at the letter and the mass mailing, the warnings. The demo has one of each kind. */
import { readFile } from "node:fs/promises";
import { type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, expectVisibleFocus, picture, tabTo } from "../support/accessibility.js";
import { KIVI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";

const WIDTHS = { wide: 1280, phone: 320 } as const;
/** The demo's letters to these came back for good. */
const GONE = "teade@lumi.example";
const CLOSED = "accounts@copper-kettle.example";
const GREETINGS = "Holiday opening hours";

/** Opens the first event of a kind. */
async function openFirst(page: Page, language: string, query: string): Promise<void> {
  await page.goto(`/${language}/events?${query}`);
  await page.locator("table tbody th a").first().click();
  await expect(page.locator("h1")).toHaveCount(1);
}

inEachLanguage((language) => {
  for (const [width, pixels] of Object.entries(WIDTHS)) {
    for (const scheme of ["light", "dark"] as const) {
      test.describe(`${width}, ${scheme}`, () => {
        test.use({ viewport: { width: pixels, height: 800 }, colorScheme: scheme });

        test("axe finds nothing, and nothing scrolls sideways", async ({ page, says, watch }) => {
          test.slow();
          watch.expectStatus(422);
          const look = async (name: string): Promise<void> => {
            await expect(page.locator("h1")).toHaveCount(1);
            await expectNoSidewaysScroll(page);
            await expectAccessible(page, name);
            await picture(page, `events-${name}-${language}-${width}-${scheme}`);
          };
          await page.goto(`/${language}/events`);
          await look("list");
          await page.goto(`/${language}/events?kind=set-aside`);
          await look("list-set-aside");
          await page.goto(`/${language}/events?search=nobody`);
          await look("list-nothing");
          await page.goto(`/${language}/events?from=2026-11-02&until=2026-11-01`);
          await expect(page.locator("#error-summary")).toBeFocused();
          await look("list-mistake");
          for (const kind of ["bounce", "delayed", "automatic-reply", "real-reply", "set-aside"]) {
            await openFirst(page, language, `kind=${kind}`);
            await expect(page.locator("h1")).toHaveText(says(`events-title-${kind}`));
            await look(kind);
            for (const summary of await page.locator("details.source > summary").all()) await summary.click();
            await look(`${kind}-open`);
          }
          await page.goto(`/${language}/letters?state=bounced`);
          await page.locator("table tbody th a").first().click();
          await expect(page.locator("h1")).toHaveText(says("one-title-bounced"));
          await look("letter");
          await page.goto(`/${language}/overview`);
          await look("overview");
          await page.goto(`/${language}/batches`);
          await page.getByRole("link", { name: GREETINGS }).click();
          await expect(page.locator(".bad-addresses")).toContainText(CLOSED);
          await look("batch-warning");
          await page.goto(`/${language}/help/what-came-back`);
          await look("help");
        });
      });
    }
  }

  test("each page can be gone through by keyboard, and the focus is always seen", async ({ page }) => {
    await openFirst(page, language, "kind=bounce");
    const event = new URL(page.url()).pathname;
    for (const path of [`/${language}/events`, event]) {
      await page.goto(path);
      for (let stops = 0, unseen = 0; stops < 120 && unseen < 2; stops += 1) {
        await page.keyboard.press("Tab");
        if ((await page.locator(":focus").count()) === 0) {
          unseen += 1;
          continue;
        }
        unseen = 0;
        if (stops > 0 && (await page.locator(".skip-link:focus").count())) break;
        await expectVisibleFocus(page);
        await page.locator(":focus").evaluate((element) => element.setAttribute("data-reached", ""));
      }
      const missed = page.locator("main :is(a, button, select, textarea, summary):visible:not([data-reached])");
      await expect(missed, `what can not be reached on ${path}`).toHaveCount(0);
    }
  });

  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? "with script" : "without script", () => {
      test.use({ javaScriptEnabled });

      test("what came back is found, understood, and taken along", async ({ page, says }) => {
        await page.goto(`/${language}/letters`);
        await page.locator("nav.parts").getByRole("link", { name: says("nav-events"), exact: true }).click();
        await expect(page.locator("h1")).toHaveText(says("letters-events-title"));
        // Narrowed by a cause, then by a word.
        const why = says("cause-returned-no-such-address");
        await page.locator("nav.chips").getByRole("link", { name: why }).click();
        await expect(page.locator("tbody tr")).toHaveCount(1);
        await page.locator("#search").fill(GONE);
        await page.getByRole("button", { name: says("log-filter-button") }).click();
        await expect(page.locator("tbody tr")).toHaveCount(1);
        await page.getByRole("link", { name: GONE }).click();
        await expect(page.locator(".lead")).toHaveText(why);
        await expect(page.locator(".why ol li")).toHaveCount(3);
        await expect(page.locator("main")).toContainText("550 · 5.1.1");
        await page.getByText(says("events-returned-open")).click();
        await expect(page.locator("table.headers")).toContainText("Message-ID");
        await page.getByText(says("events-mail-open")).click();
        await expect(page.locator("details.source pre")).toContainText("Final-Recipient");
        // The mail as a file.
        const saved = page.waitForEvent("download");
        await page.getByRole("button", { name: says("events-mail-download") }).click();
        const mail = await saved;
        expect(mail.suggestedFilename()).toMatch(/^saatja-.*\.eml$/);
        expect(await readFile(await mail.path(), "utf8")).toContain("multipart/report");
        // At the letter: the same cause, and the way back to the event.
        await page.getByRole("link", { name: says("events-mend-letter") }).click();
        await expect(page.locator("h1")).toHaveText(says("one-title-bounced"));
        await expect(page.locator("#address")).toBeVisible();
        await page.locator("ul.rows").getByRole("link", { name: why }).click();
        await expect(page.locator("h1")).toHaveText(says("events-title-bounce"));
        // The list as a file.
        await page.goto(`/${language}/events?kind=bounce`);
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: says("events-export") }).click();
        const table = await download;
        expect(table.suggestedFilename()).toMatch(/^saatja-events-\d{4}-\d\d-\d\d\.csv$/);
        expect(await readFile(await table.path(), "utf8")).toContain("no-such-address");
      });

      test("who writes to an address that letters did not reach is told, and sends all the same", async ({
        page,
        says,
      }) => {
        await page.goto(`/${language}/compose`);
        await page.locator("#to").fill(GONE);
        await page.locator("#subject").fill("Arve 7");
        await page.locator("#text").fill("Tere!");
        await page.getByRole("button", { name: says("compose-send"), exact: true }).click();
        await page.waitForURL(/preview/);
        await expect(page.locator(".bad-addresses")).toContainText(GONE);
        await page.getByRole("link", { name: says("compose-edit") }).click();
        await expect(page.locator("form .bad-addresses")).toContainText(GONE);
        await page.getByRole("button", { name: says("compose-send"), exact: true }).click();
        await page.waitForURL(/letters/);
        await expect(page.locator("main")).toContainText("Arve 7");
      });

      test("an address that is right again warns no more, at a letter and at a mass mailing", async ({ page, says }) => {
        await page.goto(`/${language}/compose`);
        await page.locator("#to").fill(GONE);
        await page.locator("#subject").fill("Arve 8");
        await page.locator("#text").fill("Tere!");
        await page.getByRole("button", { name: says("compose-save"), exact: true }).last().click();
        await page.locator(".bad-addresses button").click();
        await expect(page.locator(".notice.ok")).toHaveText(says("bad-said-forgotten"));
        await expect(page.locator(".bad-addresses")).toHaveCount(0);
        await expect(page.locator("#subject")).toHaveValue("Arve 8");
        await page.goto(`/${language}/batches`);
        await page.getByRole("link", { name: GREETINGS }).click();
        await page.locator(".bad-addresses button").click();
        await expect(page.locator(".notice.ok")).toHaveText(says("bad-said-forgotten"));
        await expect(page.locator(".bad-addresses")).toHaveCount(0);
        await expect(page.getByRole("button", { name: says("batch-start") })).toBeVisible();
      });
    });
  }

  test("what is not believed says why", async ({ page, says }) => {
    await openFirst(page, language, "kind=set-aside");
    await expect(page.locator(".why.doubt")).toContainText(says("events-distrust-signature"));
    await expect(page.locator(".why.doubt")).toContainText(says("events-set-aside-nothing"));
  });

  test("an event is left for the help by keyboard alone", async ({ page, says }) => {
    await openFirst(page, language, "cause=inactive");
    await tabTo(page, page.locator("main").getByRole("link", { name: says("events-help") }));
    await page.keyboard.press("Enter");
    await page.waitForURL(/what-came-back#inactive$/);
    await expect(page.locator("#inactive h2")).toBeInViewport();
  });

  test.describe("an admin", () => {
    test.use({ user: KIVI });

    test("sees whose each is, and looks at one user's", async ({ page, says }) => {
      await page.goto(`/${language}/events`);
      await expect(page.locator("tbody tr").first()).toContainText("Mari Maasikas");
      await page.locator("#person").fill("kivi");
      await page.getByRole("button", { name: says("log-filter-button") }).click();
      await expect(page.locator("main")).toContainText(says("events-no-match"));
    });
  });
});
