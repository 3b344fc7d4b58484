/** The admin's pages by keyboard, and without script. */
import { expectVisibleFocus } from "../support/accessibility.js";
import { KIVI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";

const PARTS = [
  "",
  "/settings",
  "/users",
  "/sender-user",
  "/network",
  "/encryption",
  "/api-keys",
  "/webhooks",
  "/retention",
  "/audit",
];

test.use({ user: KIVI });

inEachLanguage((language) => {
  test("each page can be gone through by keyboard, and the focus is always seen", async ({ page }) => {
    for (const part of PARTS) {
      await page.goto(`/${language}/company${part}`);
      if (part === "/settings") await expect(page.locator("html")).toHaveAttribute("data-ready", "yes");
      await page.keyboard.press("Tab");
      await expect(page.locator(".skip-link")).toBeFocused();
      // Stop by stop, each of them seen, until the focus comes around.
      // (The calendar of a date field is the browser's own, which no selector sees.)
      for (let stops = 0, unseen = 0; stops < 120 && unseen < 2; stops += 1) {
        await page.keyboard.press("Tab");
        if ((await page.locator(":focus").count()) === 0) {
          unseen += 1;
          continue;
        }
        unseen = 0;
        // Once around.
        if (await page.locator(".skip-link:focus").count()) break;
        await expectVisibleFocus(page);
        await page.locator(":focus").evaluate((element) => element.setAttribute("data-reached", ""));
      }
      const missed = page.locator("main :is(a, button, select, textarea, summary):visible:not([data-reached])");
      await expect(missed, `what can not be reached on ${part}`).toHaveCount(0);
    }
  });

  test.describe("without script", () => {
    test.use({ javaScriptEnabled: false });

    test("each page stands, and its forms are taken", async ({ page }) => {
      for (const part of PARTS) {
        const answer = await page.goto(`/${language}/company${part}`);
        expect(answer?.status(), part).toBe(200);
        await expect(page.locator("h1")).toHaveCount(1);
        await expect(page.locator(".company-parts [aria-current], nav [aria-current]").first()).toBeVisible();
      }
      // Company defaults: a server for all.
      await page.goto(`/${language}/company/settings`);
      await page.locator("#mode-own-server").check();
      await page.locator("#server-summary").click();
      await page.locator("#server").fill("smtp.zone.eu:465");
      await page.locator("#security-tls").check();
      await page.locator("button[value=save]").click();
      await page.waitForURL(/said=saved/);
      await page.locator("#server-summary").click();
      await expect(page.locator("#server")).toHaveValue("smtp.zone.eu");
      await expect(page.locator("#port")).toHaveValue("465");
      // The user's own page follows.
      await page.goto(`/${language}/settings`);
      await expect(page.locator("#mode-inherit")).toBeChecked();
      await expect(page.locator("#server-summary")).toContainText("smtp.zone.eu");
      // An API key is shown once.
      await page.goto(`/${language}/company/api-keys`);
      await page.locator("#name").fill("Portaal");
      await page.locator("main form button").last().click();
      await expect(page.locator("main")).toContainText(/saatja_[\w-]{43}/);
      await page.goto(`/${language}/company/api-keys`);
      await expect(page.locator("main")).toContainText("Portaal");
      await expect(page.locator("main")).not.toContainText(/saatja_[\w-]{43}/);
      // All of it is in the log.
      await page.goto(`/${language}/company/audit`);
      await expect(page.locator("main")).toContainText("Kivi Rahn");
      await expect(page.locator("main")).toContainText("smtp.zone.eu");
    });
  });
});
