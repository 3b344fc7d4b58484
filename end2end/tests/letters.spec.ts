/** What became of letters: the log, a message, letters in doubt, the overview. The demo has a few of each. */
import { expectAccessible, expectNoSidewaysScroll, expectVisibleFocus, picture } from "../support/accessibility.js";
import { KIVI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";

const PAGES = { log: "/letters", overview: "/overview", doubt: "/letters/in-doubt" } as const;
const WIDTHS = { wide: 1280, phone: 320 } as const;

inEachLanguage((language) => {
  for (const [width, pixels] of Object.entries(WIDTHS)) {
    for (const scheme of ["light", "dark"] as const) {
      test.describe(`${width}, ${scheme}`, () => {
        test.use({ viewport: { width: pixels, height: 800 }, colorScheme: scheme });

        test("axe finds nothing, and nothing scrolls sideways", async ({ page, says, watch }) => {
          watch.expectStatus(422);
          const look = async (name: string): Promise<void> => {
            await expect(page.locator("h1")).toHaveCount(1);
            await expectNoSidewaysScroll(page);
            await expectAccessible(page, name);
            await picture(page, `letters-${name}-${language}-${width}-${scheme}`);
          };
          for (const [name, path] of Object.entries(PAGES)) {
            await page.goto(`/${language}${path}`);
            await look(name);
          }
          await page.goto(`/${language}/overview`);
          await page.getByText(says("days-table")).click();
          await look("overview-table");
          for (const state of ["sent", "failed", "in-doubt", "waiting"]) {
            await page.goto(`/${language}/letters?state=${state}`);
            await page.locator("table tbody th a").first().click();
            await expect(page.locator("h1")).toHaveText(says(`one-title-${state}`));
            await look(`message-${state}`);
          }
          await page.goto(`/${language}/letters?from=2026-11-02&until=2026-11-01`);
          await expect(page.locator("#error-summary")).toBeFocused();
          await look("log-mistake");
        });
      });
    }
  }

  test("each page can be gone through by keyboard, and the focus is always seen", async ({ page }) => {
    const failed = `/${language}/letters?state=failed`;
    await page.goto(failed);
    const message = await page.locator("table tbody th a").first().getAttribute("href");
    for (const path of [failed, message!, `/${language}/letters/in-doubt`, `/${language}/overview`]) {
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

  test.describe("without script", () => {
    test.use({ javaScriptEnabled: false });

    test("letters are found, mended, decided about and taken along", async ({ page, says, watch }) => {
      watch.expectStatus(422);
      // A letter in doubt is told of, and decided about.
      await page.goto(`/${language}/letters`);
      await page.getByRole("link", { name: says("doubt-notice-link") }).click();
      await expect(page.locator("h1")).toHaveText(says("letters-doubt-title"));
      await page.getByRole("button", { name: says("one-act-arrived") }).first().click();
      await expect(page.locator(".notice")).toContainText("1");
      await expect(page.locator("main")).toContainText(says("doubt-empty"));
      // One that did not go out: looked for, then mended.
      await page.goto(`/${language}/letters`);
      await page.locator("#search").fill("kasseke");
      await page.getByRole("button", { name: says("log-filter-button") }).click();
      await expect(page.locator("tbody tr")).toHaveCount(1);
      await page.locator("table tbody th a").click();
      await expect(page.locator(".why")).toBeVisible();
      await page.locator("#address").fill("info@kaseke");
      await page.getByRole("button", { name: says("one-mend-button") }).click();
      await expect(page.locator("#error-summary")).toContainText(says("mend-address-domain"));
      await expect(page.locator("#address")).toHaveValue("info@kaseke");
      await page.locator("#address").fill("info@kaseke.example");
      await page.getByRole("button", { name: says("one-mend-button") }).click();
      await expect(page.locator(".notice.ok")).toContainText(says("letters-said-mended"));
      await expect(page.locator("main")).toContainText("info@kaseke.example");
      // One that waits is canceled.
      await page.goto(`/${language}/letters?state=waiting&search=1042`);
      await page.locator("table tbody th a").click();
      await page.getByRole("button", { name: says("one-act-cancel") }).click();
      await expect(page.locator("h1")).toHaveText(says("one-title-canceled"));
      // The list as a file.
      await page.goto(`/${language}/letters`);
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: says("log-export") }).click();
      expect((await download).suggestedFilename()).toMatch(/^saatja-\d{4}-\d\d-\d\d\.csv$/);
    });
  });

  test.describe("an admin", () => {
    test.use({ user: KIVI });

    test("sees whose each letter is, and looks at one user's", async ({ page, says }) => {
      await page.goto(`/${language}/letters`);
      await expect(page.locator("tbody tr").first()).toContainText("Mari Maasikas");
      await page.locator("#person").fill("kivi");
      await page.getByRole("button", { name: says("log-filter-button") }).click();
      await expect(page.locator("main")).toContainText(says("log-no-match"));
      await page.goto(`/${language}/overview`);
      await expect(page.locator("h1")).toContainText("Näidis OÜ");
      await expect(page.locator("svg.bars")).toBeVisible();
    });
  });
});
