/** One user's settings for all: the admin names the sender user, another user overrides two fields and goes back. */
import { type Browser, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../support/accessibility.js";
import { KIVI, MARI, type Program } from "../support/program.js";
import { SettingsPage } from "../support/settings-page.js";
import { expect, inEachLanguage, signIn, test } from "../support/test.js";
import { type Language } from "../support/texts.js";

const PASSWORD = "kivi-salasona";
const SERVER = { server: "mail.naidis.ee", port: "465", security: "tls" } as const;

interface Desk {
  page: Page;
  settings: SettingsPage;
}

/** Another person's browser. */
async function someone(browser: Browser, program: Program, user: string, language: Language): Promise<Desk> {
  const context = await browser.newContext({ baseURL: program.url, locale: "et-EE", javaScriptEnabled: true });
  await signIn(context, program, user);
  const page = await context.newPage();
  return { page, settings: new SettingsPage(page, language, true) };
}

/** Kivi, who is an admin, sets his own server up and becomes the sender user. */
async function kiviSendsForAll({ page, settings }: Desk, language: Language): Promise<void> {
  await settings.open();
  await settings.fill({ address: KIVI, ...SERVER, userName: KIVI, password: PASSWORD });
  await settings.save();
  await page.goto(`/${language}/company/sender-user`);
  await page.getByRole("radio", { name: /Kivi Rahn/ }).check();
  await page.locator("button[value=preview]").click();
  // Beforehand it says who is affected.
  await expect(page.locator("main")).toContainText("Mari Maasikas");
  await page.locator("button[value=save]").click();
  await expect(page.locator("#notice, [role=status]").first()).toBeVisible();
}

inEachLanguage((language) => {
  test("the sender user's settings count for all; two fields are overridden, shown, and taken back", async ({
    browser,
    program,
    page,
    says,
    watch,
  }) => {
    watch.expectStatus(422);
    const kivi = await someone(browser, program, KIVI, language);
    await kiviSendsForAll(kivi, language);
    await kivi.page.context().close();

    const settings = new SettingsPage(page, language, true);
    await settings.open("", { mode: "as-is" });
    await expect(page.locator("#mode-inherit")).toBeChecked();
    await expect(settings.summary).toContainText("mail.naidis.ee");
    await settings.unfold();
    const origin = (field: string) => page.locator(`#${field}-origin`);
    await expect(origin("server")).toContainText("mail.naidis.ee");
    await expect(origin("server")).toContainText("Kivi Rahn");
    await expect(origin("user-name")).toContainText(KIVI);
    await expect(page.locator("#password-hint")).toHaveText(says("field-password-inherited", { who: "Kivi Rahn" }));
    // The password itself is nowhere, and the address is the sender user's.
    expect(await page.content()).not.toContain(PASSWORD);
    const preview = page.locator(".preview");
    await expect(preview).toContainText(`Mari Maasikas <${MARI}>`);
    await expect(preview).toContainText("Kivi Rahn");

    // Two fields of her own.
    await settings.field("display-name").fill("Näidis OÜ müük");
    await page.locator("#letters > summary").click();
    await page.locator("#copy").fill("arhiiv@naidis.ee");
    await settings.save();
    await expect(preview).toContainText(`Näidis OÜ müük <${MARI}>`);
    await expect(preview).toContainText("arhiiv@naidis.ee");
    await expect(page.locator("#mode-inherit")).toBeChecked();
    await expectAccessible(page, `inherited settings, ${language}`);
    await expectNoSidewaysScroll(page);
    await picture(page, `settings-inherited-${language}`);

    // A user name of her own asks for a password of her own, before anything is sent.
    await settings.unfold();
    await settings.type("user-name", "mari@naidis.ee");
    await settings.saveButton.click();
    await expect(settings.finding("password")).toContainText(says("finding-password-missing"));
    await settings.ready();
    await settings.unfold();
    await expect(page.locator("#user-name-own")).toBeVisible();
    await page.locator("#user-name-back").click();
    await expect(settings.field("user-name")).toHaveValue("");
    await expect(page.locator("#user-name-own")).toBeHidden();

    // And back.
    await settings.field("display-name").fill("");
    await page.locator("#letters > summary").click();
    await page.locator("#copy").fill("");
    await settings.save();
    await expect(preview).toContainText(`Mari Maasikas <${MARI}>`);
    await expect(preview).not.toContainText("arhiiv@naidis.ee");
  });

  test.describe("without script", () => {
    test.use({ javaScriptEnabled: false });

    test("a field is overridden and taken back by plain buttons", async ({ browser, program, page }) => {
      const kivi = await someone(browser, program, KIVI, language);
      await kiviSendsForAll(kivi, language);
      await kivi.page.context().close();
      const settings = new SettingsPage(page, language, false);
      await settings.open("", { mode: "as-is" });
      await settings.unfold();
      await settings.field("user-name").fill(MARI);
      await settings.field("password").fill("mari-salasona");
      await settings.save();
      await settings.unfold();
      await expect(settings.field("user-name")).toHaveValue(MARI);
      await page.locator("#user-name-back").click();
      await settings.unfold();
      await expect(settings.field("user-name")).toHaveValue("");
      await settings.save();
      await expect(page.locator("#password-hint")).toContainText("Kivi Rahn");
    });
  });
});

test("reply-to mode shows the portal's address, and the test letter has it", async ({ page, settings, letters, says }) => {
  await settings.open("", { mode: "as-is" });
  await expect(page.locator("#mode-portal")).toBeChecked();
  await page.locator("#mode-reply-to").check();
  await settings.save();
  const preview = page.locator(".preview");
  await expect(preview).toContainText("naidis-ou@event.portal.naidis.ee");
  await expect(preview).toContainText(MARI);
  await expect(preview).toContainText(says("mass-mailing-closed"));
  await settings.saveAndTest();
  await expect(page.locator("h1")).toHaveText(says("test-title-passed"));
  await letters.open();
  await expect(page.locator("main")).toContainText("naidis-ou@event.portal.naidis.ee");
  await expect(page.locator("main")).toContainText("Reply-To: mari@naidis.ee");
});
