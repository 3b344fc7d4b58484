/** Writing a letter: with a file, by keyboard, with mistakes, without script; it arrives as it was shown. */
import { type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, expectVisibleFocus, picture } from "../support/accessibility.js";
import { expect, inEachLanguage, test } from "../support/test.js";

const WIDTHS = { phone: 320, wide: 1280 };
const SCHEMES = ["light", "dark"] as const;
const FILE = { name: "Arve õige.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 arve") };
const TEXT = "Tere!\n\nArve on lisatud.\n</textarea><script>alert(1)</script>";

async function looked(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const [size, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: 900 });
      await picture(page, `${name}-${size}-${colorScheme}`);
      await expectAccessible(page, `${name}, ${size}, ${colorScheme}`);
      await expectNoSidewaysScroll(page);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function write(page: Page): Promise<void> {
  await page.locator("#to").fill("Jaan Kask <jaan@klient.ee>, kati@klient.ee");
  await page.locator("#subject").fill("Arve 1 · õun");
  await page.locator("#text").fill(TEXT);
}

inEachLanguage((language) => {
  for (const script of [true, false]) {
    test.describe(script ? "with script" : "without script", () => {
      test.use({ javaScriptEnabled: script });

      test("a letter is written, looked at and sent", async ({ page, says, letters }) => {
        await page.goto(`/${language}/compose`);
        if (script) await looked(page, `compose-new-${language}`);
        await write(page);
        await page.locator("#files").setInputFiles(FILE);
        await page.getByRole("button", { name: says("compose-attach"), exact: true }).click();
        await page.waitForURL(/said=attached/);
        await expect(page.locator(".files")).toContainText(FILE.name);
        await expect(page.locator("#text")).toHaveValue(TEXT);
        if (script) await looked(page, `compose-draft-${language}`);
        await page.getByRole("button", { name: says("compose-preview"), exact: true }).click();
        await page.waitForURL(/\/preview$/);
        for (const shown of ["jaan@klient.ee", "kati@klient.ee", "Arve 1 · õun", "<script>alert(1)</script>", FILE.name]) {
          await expect(page.locator("article.letter")).toContainText(shown);
        }
        if (script) await looked(page, `compose-preview-${language}`);
        await page.getByRole("button", { name: says("compose-send"), exact: true }).click();
        await page.waitForURL(/\/letters\/[^/]+$/);
        // It arrives.
        await expect(async () => {
          await letters.open();
          await expect(letters.letters.filter({ hasText: "Arve 1 · õun" })).toHaveCount(2, { timeout: 1000 });
        }).toPass({ timeout: 30_000 });
        await page.goto(`/${language}/drafts`);
        await expect(page.locator("main")).toContainText(says("drafts-empty"));
      });

      test("mistakes are said, and nothing typed is lost", async ({ page, says, watch }) => {
        watch.expectStatus(422);
        await page.goto(`/${language}/compose`);
        await page.locator("#to").fill("jaan");
        await page.locator("#text").fill(TEXT);
        await page.getByRole("button", { name: says("compose-send"), exact: true }).click();
        await expect(page.locator("#error-summary")).toBeVisible();
        await expect(page.locator("#to")).toHaveValue("jaan");
        await expect(page.locator("#text")).toHaveValue(TEXT);
        if (script) {
          await expect(page.locator("#error-summary")).toBeFocused();
          await looked(page, `compose-error-${language}`);
        }
        await page.locator("#error-summary a").first().click();
        await expect(page.locator("#to")).toBeFocused();
        await page.locator("#to").fill("jaan@klient.ee");
        await page.getByRole("button", { name: says("compose-save"), exact: true }).click();
        await page.waitForURL(/said=saved/);
        await page.goto(`/${language}/drafts`);
        if (script) await looked(page, `drafts-${language}`);
        await page.getByRole("link", { name: says("compose-no-subject") }).click();
        await page.locator(".sure summary").click();
        await page.getByRole("button", { name: says("compose-delete-button"), exact: true }).click();
        await page.waitForURL(/drafts\?said=deleted/);
      });
    });
  }

  test("Enter saves, and everything can be reached by keyboard", async ({ page, says }) => {
    await page.goto(`/${language}/compose`);
    await page.locator("#subject").fill("Arve 1");
    await page.locator("#files").setInputFiles(FILE);
    await page.locator("#subject").press("Enter");
    await page.waitForURL(/said=saved/);
    await expect(page.locator("#subject")).toHaveValue("Arve 1");
    await page.locator("#to").focus();
    const reached: string[] = [];
    for (let stops = 0; stops < 16; stops += 1) {
      await page.keyboard.press("Tab");
      if ((await page.locator(":focus").count()) === 0) break;
      await expectVisibleFocus(page);
      reached.push(await page.locator(":focus").evaluate((one) => one.id || one.textContent!.trim()));
    }
    for (const wanted of ["subject", "text", "files", "compose-send", "compose-preview", "compose-save", "compose-delete"]) {
      const name = wanted.startsWith("compose-") ? says(wanted) : wanted;
      expect(reached, name).toContain(name);
    }
  });
});
