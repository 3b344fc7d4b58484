/** Mass mailings: from before the start to after the end, live, and without script. */
import { type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, picture, tabTo } from "../support/accessibility.js";
import { PortalApi } from "../support/portal-api.js";
import { KIVI, MARI } from "../support/program.js";
import { type SettingsPage } from "../support/settings-page.js";
import { expect, inEachLanguage, signIn, test } from "../support/test.js";

const WIDTHS = { phone: 320, wide: 1280 };
const SCHEMES = ["light", "dark"] as const;
const PASSWORD = "abcdefghijklmnop";
const NAME = "Arved, november 2026";

/** A server without a known pace: letters go as fast as it takes them. */
async function fast(settings: SettingsPage): Promise<void> {
  await settings.open();
  await settings.fill({ address: "mari@naidis.ee", password: PASSWORD });
  await settings.fill({ server: "mail.naidis.ee", port: "465", security: "tls", userName: "mari@naidis.ee" });
  await settings.fill({ password: PASSWORD });
  await settings.save();
}

/** Mail.ee lets one letter out every four minutes. */
async function slow(settings: SettingsPage): Promise<void> {
  await settings.open();
  await settings.fill({ address: "mari@mail.ee", password: PASSWORD });
  await settings.save();
}

/** The page in both schemes and widths: nothing to be found by axe, no sideways scrolling; a picture of each. */
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

inEachLanguage((language) => {
  test("a batch of 300 from start to end, with pause and reconnect", async ({
    page,
    program,
    settings,
    says,
    context,
    watch,
  }) => {
    test.slow();
    await fast(settings);
    const api = await PortalApi.of(program);
    const batch = await api.batch(MARI, 300);
    // Nothing goes through yet: so the middle of it can be looked at.
    program.gate.hold();
    await page.goto(`/${language}/batches`);
    await looked(page, `batches-${language}`);
    await page.getByRole("link", { name: NAME }).click();
    await expect(page.locator("main")).toContainText("300");
    await looked(page, `batch-before-${language}`);
    await page.getByRole("button", { name: says("batch-start") }).click();
    await page.waitForURL(/said=started/);
    await expect(page.locator("#live-body")).toContainText(says("batch-state-running"));
    await expect(page.locator("progress")).toHaveAttribute("value", "0");
    await looked(page, `batch-running-${language}`);
    await page.getByRole("button", { name: says("batch-pause"), exact: true }).click();
    await page.waitForURL(/said=paused/);
    await expect(page.locator("#live-body")).toContainText(says("batch-state-paused"));
    await page.getByRole("button", { name: says("batch-go-on") }).click();
    await page.waitForURL(/said=going-on/);
    await expect(page.locator("html")).toHaveAttribute("data-ready", "yes");
    // The connection breaks, and the whole batch goes out meanwhile.
    watch.expect(/events/);
    await context.setOffline(true);
    program.gate.release();
    await expect.poll(async () => (await api.state(batch)).counts.sent, { timeout: 60_000 }).toBe(300);
    await page.evaluate(() => (window as unknown as { marked: boolean }).marked = true);
    await context.setOffline(false);
    // The page finds it out by itself, and stays the same page.
    await expect(page.locator("#live-body .over")).toBeVisible({ timeout: 30_000 });
    await expect(page.locator("progress")).toHaveAttribute("value", "300");
    await expect(page.locator("#live-status")).toHaveText(says("batch-state-done"));
    await expect(page.locator(".while")).toBeHidden();
    // What was said before the end is no longer so.
    await expect(page.locator(".notice")).toBeHidden();
    expect(await page.evaluate(() => (window as unknown as { marked?: boolean }).marked)).toBe(true);
    await looked(page, `batch-after-${language}`);
    await page.goto(`/${language}/demo/letters`);
    await expect(page.locator("article.letter").first()).toBeVisible();
  });

  test("progress comes by itself, and what somebody else does changes the buttons", async ({
    page,
    program,
    settings,
    says,
    browser,
  }) => {
    await slow(settings);
    const api = await PortalApi.of(program);
    const batch = await api.batch(MARI, 220);
    await page.goto(`/${language}/batches/${batch}`);
    // The pace, and why.
    await expect(page.locator("main")).toContainText("15");
    await page.getByRole("button", { name: says("batch-start") }).click();
    await page.waitForURL(/said=started/);
    // The first letter leaves at once, the second in four minutes.
    await expect(page.locator("progress")).toHaveAttribute("value", "1", { timeout: 30_000 });
    await expect(page.locator(".left")).toBeVisible();
    const pause = page.getByRole("button", { name: says("batch-pause"), exact: true });
    await tabTo(page, pause);
    // An admin pauses it elsewhere: this page loads anew and offers to go on.
    const admins = await browser.newContext({ baseURL: program.url });
    await signIn(admins, program, KIVI);
    const other = await admins.newPage();
    await other.goto(`/${language}/batches/${batch}`);
    await other.getByRole("button", { name: says("batch-pause"), exact: true }).click();
    await other.waitForURL(/said=paused/);
    await expect(page.getByRole("button", { name: says("batch-go-on") })).toBeVisible({ timeout: 20_000 });
    await admins.close();
    // What can not be undone is said before its button can be pressed.
    await page.locator(".sure summary").click();
    await page.getByRole("button", { name: says("batch-cancel-button"), exact: true }).click();
    await page.waitForURL(/said=canceled/);
    await expect(page.locator("#live-body")).toContainText(says("batch-state-canceled"));
  });

  test.describe("without script", () => {
    test.use({ javaScriptEnabled: false });

    test("a batch is started, looked at anew, and ends", async ({ page, program, settings, says }) => {
      await fast(settings);
      const api = await PortalApi.of(program);
      const batch = await api.batch(MARI, 5);
      program.gate.hold();
      await page.goto(`/${language}/batches/${batch}`);
      await page.getByRole("button", { name: says("batch-start") }).click();
      await page.waitForURL(/said=started/);
      const refresh = page.getByRole("link", { name: says("batch-refresh") });
      await expect(refresh).toBeVisible();
      program.gate.release();
      await expect.poll(async () => (await api.state(batch)).counts.sent, { timeout: 30_000 }).toBe(5);
      await refresh.click();
      await expect(page.locator("#live-body .over")).toBeVisible();
      await expect(page.locator("#live-body")).toContainText(says("batch-state-done"));
    });
  });
});
