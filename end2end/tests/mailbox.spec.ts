/** The page of a user's own mailbox: found from the settings, filled in, refused in words; with and without script. */
import { type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../support/accessibility.js";
import { expect, inEachLanguage, test } from "../support/test.js";
import { type Language, say } from "../support/texts.js";

const PASSWORD = "abcdefghijklmnop";

function allow(page: Page, language: Language): Promise<void> {
  return page.getByRole("button", { name: say(language, "mailbox-allow"), exact: true }).click();
}

inEachLanguage((language) => {
  test("is found from the settings, filled in, and says what is wrong and what to do", async ({
    page,
    settings,
    watch,
    says,
  }) => {
    watch.expectStatus(422);
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.save();
    await page.getByRole("link", { name: says("mailbox-link"), exact: true }).click();
    await expect(page).toHaveTitle(new RegExp(`^${says("mailbox-title")}`, "u"));
    await expect(page.locator("#server")).toHaveValue("imap.gmail.com");
    await expect(page.locator("#port")).toHaveValue("993");
    await expect(page.locator("#user-name")).toHaveValue("mari@gmail.com");
    for (const [name, width] of [["phone", 320], ["wide", 1280]] as const) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page, `mailbox ${language} ${name}`);
      await picture(page, `mailbox-${language}-${name}`);
    }

    // Nothing is asked of anybody while something is missing.
    await page.locator("#server").fill("localhost");
    await allow(page, language);
    const errors = page.locator("#error-summary");
    await expect(errors).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^${says("error-prefix", { title: "" })}`, "u"));
    await errors.getByRole("link", { name: says("mailbox-password-missing") }).click();
    await expect(page.locator("#password")).toBeFocused();
    await expect(page.locator("#server")).toHaveValue("localhost");
    await expectAccessible(page, `mailbox with mistakes ${language}`);

    // No such name in DNS.
    await page.locator("#server").fill("imap.nowhere.example");
    await page.locator("#password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await expect(errors).toContainText(says("mailbox-trouble-name", { server: "imap.nowhere.example" }));
    await expect(page.locator("#password")).toHaveValue("");
    await expect(page.locator(".why .steps li").first()).toBeVisible();
    await page.setViewportSize({ width: 320, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, `mailbox refused ${language}`);
    await picture(page, `mailbox-refused-${language}`);
  });

  test("is the same without script", async ({ browser, program, context }) => {
    const plain = await browser.newContext({
      baseURL: program.url,
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    const page = await plain.newPage();
    await page.goto(`/${language}/settings/mailbox`);
    await expect(page.locator("h1")).toHaveText(say(language, "mailbox-title"));
    await expect(page.locator("main")).toContainText(say(language, "mailbox-promise-1"));
    await plain.close();
  });
});
