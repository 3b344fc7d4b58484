/** From nothing to a letter that arrived: an address and a password are enough. */
import { type Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectVisibleFocus, picture, tabTo } from "../support/accessibility.js";
import { MARI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";
import { say, saying } from "../support/texts.js";

const ADDRESS = "mari.maasikas@gmail.com";
/** As Google shows it; the letters alone are the password. */
const SHOWN_PASSWORD = "abcd efgh ijkl mnop";
const GMAIL = { server: "smtp.gmail.com", port: "465", security: "SSL/TLS", user: ADDRESS };

/** When the document was loaded: another one has another time. */
const loadedAt = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin);

inEachLanguage((language) => {
  for (const [screen, use] of Object.entries({
    wide: { viewport: { width: 1280, height: 900 } },
    phone: { viewport: { width: 320, height: 640 }, hasTouch: true },
    dark: { colorScheme: "dark" as const },
  })) {
    test.describe(screen, () => {
      test.use(use);

      test("address and password, save and test, see it arrive", async ({
        page,
        program,
        settings,
        verdict,
        letters,
        says,
      }) => {
        const shoot = async (name: string): Promise<void> => {
          await expectNoSidewaysScroll(page);
          await picture(page, `job-${screen}-${language}-${name}`);
        };
        await settings.open();
        await expect(settings.badge).toHaveText(says("badge-portal"));
        await shoot("1-empty");

        await settings.field("address").clear();
        await settings.field("address").pressSequentially(ADDRESS);
        await expect(settings.found).toHaveText(
          `${says("found-by-domain", { provider: "Gmail" })} ${says("found-filled", GMAIL)}`,
        );
        await expect(settings.passwordKind).toHaveText(`Gmail: ${says("password-kind-app-password")}`);
        await expect(settings.details).not.toHaveAttribute("open");
        await expect(settings.summary).toHaveText(
          says("server-legend-closed", { summary: "smtp.gmail.com · 465 · SSL/TLS" }),
        );
        await settings.expectServer(GMAIL.server, GMAIL.port, "tls", GMAIL.user);
        await settings.field("password").fill(SHOWN_PASSWORD);
        await expect(page.locator(".finding.error")).toHaveCount(0);
        await shoot("2-filled");

        // The letter is held on its way, so that the page is seen while it runs.
        program.gate.hold();
        await settings.saveAndTest();
        await verdict.expectRunning();
        await expect(verdict.stage("connect")).toHaveClass("ok");
        await expect(verdict.stage("tls")).toHaveClass("now");
        await expect(verdict.stage("accepted")).toHaveClass("no");
        await expect(verdict.status).toContainText(says("stage-connect"));
        await expect(page.getByRole("link", { name: says("test-refresh"), exact: true })).toBeHidden();
        await shoot("3-running");

        const began = await loadedAt(page);
        program.gate.release();
        await verdict.expectPassed();
        expect(await loadedAt(page), "the page changes without being loaded anew").toBe(began);
        await expect(page).toHaveTitle(`${says("test-title-passed")} · Saatja`);
        await expect(verdict.status).toHaveText(says("test-title-passed"));
        await expect(verdict.lead).toHaveText(says("test-lead-passed", { server: GMAIL.server, address: MARI }));
        await expect(verdict.stages).toHaveCount(11);
        await expect(page.locator("ol.line > li.ok")).toHaveCount(11);
        await expect(verdict.stage("tls")).toContainText("TLS 1.3");
        await expect(page.locator(".leg.ok")).toHaveCount(3);
        await shoot("4-passed");

        await letters.open();
        await expect(letters.letters).toHaveCount(1);
        await expect(letters.letters.getByRole("heading")).toHaveText(says("letter-subject"));
        await expect(letters.letters.locator("dd")).toContainText([ADDRESS, MARI, ADDRESS]);
        await expect(letters.letters.locator("pre.text")).toContainText("smtp.gmail.com");
        await shoot("5-letter");

        await settings.open();
        await expect(settings.badge).toHaveText(saying(language, "badge-verified"));
        await expect(page.locator(".leg.ok")).toHaveCount(3);
        await expect(settings.field("password")).toHaveValue("");
        await expect(page.locator("#password-hint")).toHaveText(says("field-password-set"));
        await shoot("6-verified");
      });
    });
  }

  test("by keyboard alone", async ({ page, program, settings, verdict, says }) => {
    await settings.open("", { mode: "as-is" });
    await page.keyboard.press("Tab");
    await expect(page.locator(".skip-link")).toBeFocused();
    await expectVisibleFocus(page);
    await page.keyboard.press("Enter");
    await expect(page.locator("#content")).toBeFocused();

    await tabTo(page, page.locator("#mode-portal"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(page.locator("#mode-own-server")).toBeChecked();
    await tabTo(page, settings.field("address"));
    await page.keyboard.type(ADDRESS);
    await expect(settings.found).toContainText("smtp.gmail.com");
    await tabTo(page, settings.field("password"));
    await page.keyboard.type(SHOWN_PASSWORD);
    await tabTo(page, settings.showPassword);
    await page.keyboard.press("Space");
    await expect(settings.field("password")).toHaveAttribute("type", "text");
    await expect(settings.showPassword).toHaveText(says("hide-password"));
    await page.keyboard.press("Space");
    await expect(settings.field("password")).toHaveAttribute("type", "password");
    await tabTo(page, settings.summary);
    await page.keyboard.press("Enter");
    await expect(settings.details).toHaveAttribute("open");
    await tabTo(page, settings.field("server"));
    await tabTo(page, settings.field("port"));
    await tabTo(page, settings.security("tls"));
    await page.keyboard.press("ArrowLeft");
    await expect(settings.security("starttls")).toBeChecked();
    await tabTo(page, settings.finding("security").getByRole("button"));
    await page.keyboard.press("Enter");
    await expect(settings.security("tls")).toBeChecked();
    await expect(settings.security("tls")).toBeFocused();
    await expectVisibleFocus(page);
    await tabTo(page, settings.saveAndTestButton);

    program.gate.hold();
    await page.keyboard.press("Enter");
    await verdict.expectRunning();
    program.gate.release();
    await verdict.expectPassed();
    await tabTo(page, verdict.transcript.locator("summary"));
    await page.keyboard.press("Enter");
    await expect(verdict.transcript).toHaveAttribute("open");
    await tabTo(page, page.getByRole("link", { name: says("test-back") }));
    await page.keyboard.press("Enter");
    await expect(settings.badge).toHaveText(saying(language, "badge-verified"));
  });

  test.describe("without script", () => {
    test.use({ javaScriptEnabled: false });

    test("find, look, save and test", async ({ page, program, settings, verdict, letters, says }) => {
      await settings.open();
      await expect(settings.showPassword).toBeHidden();
      await settings.field("address").fill(ADDRESS);
      await settings.findButton.click();
      await expect(settings.notice).toHaveText(says("notice-found"));
      await settings.expectServer(GMAIL.server, GMAIL.port, "tls", GMAIL.user);
      await expect(settings.found).toHaveText(
        `${says("found-by-domain", { provider: "Gmail" })} ${says("found-filled", GMAIL)}`,
      );
      await settings.field("password").fill(SHOWN_PASSWORD);

      program.gate.hold();
      const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
      await settings.saveAndTestButton.click({ noWaitAfter: true });
      expect((await posted).status()).toBe(303);
      // The test's page goes on by itself to one that waits for the verdict.
      await page.waitForRequest(/\/tests\/[^/]+\?wait=yes$/);
      program.gate.release();
      await page.waitForURL(/\?wait=yes$/);
      await verdict.expectPassed();
      await expect(page.locator("ol.line > li.ok")).toHaveCount(11);

      await letters.open();
      await expect(letters.letters).toHaveCount(1);
      await settings.open();
      await expect(settings.badge).toHaveText(saying(language, "badge-verified"));
    });

    test("saved at once, what was filled in is shown before it is used", async ({
      page,
      settings,
      verdict,
      letters,
      says,
    }) => {
      await settings.open();
      await settings.field("address").fill(ADDRESS);
      await settings.field("password").fill(SHOWN_PASSWORD);
      const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
      await settings.saveAndTestButton.click();
      expect((await posted).status()).toBe(303);
      await expect(settings.notice).toHaveText(says("notice-saved-filled", GMAIL));
      await expect(settings.badge).toHaveText(says("badge-never"));
      await settings.expectServer(GMAIL.server, GMAIL.port, "tls", GMAIL.user);

      await settings.testAgainButton.click();
      await page.waitForURL(/\/tests\//);
      await verdict.expectPassed();
      await letters.open();
      await expect(letters.letters).toHaveCount(1);
    });

    test("a repair is a button that sends the form", async ({ page, watch, settings, says }) => {
      watch.expectStatus(422);
      await settings.open();
      await settings.field("address").fill(ADDRESS);
      await settings.findButton.click();
      await settings.unfold();
      await settings.security("starttls").check();
      await settings.field("password").fill(SHOWN_PASSWORD);
      const refused = page.waitForResponse((answer) => answer.status() === 422);
      await settings.saveButton.click();
      await refused;
      await expect(settings.errors).toContainText(says("finding-port-465-wants-tls"));
      await settings.finding("security").getByRole("button").click();
      await expect(settings.security("tls")).toBeChecked();
      await expect(settings.errors).toBeHidden();
      await settings.field("password").fill(SHOWN_PASSWORD);
      await settings.saveButton.click();
      await expect(settings.notice).toHaveText(says("notice-saved"));
    });
  });

  test("what was tested holds until something is changed", async ({ settings, verdict, says }) => {
    await settings.open();
    await settings.fill({ address: ADDRESS, password: SHOWN_PASSWORD });
    await settings.saveAndTest();
    await verdict.expectPassed();
    const verified = saying(language, "badge-verified");
    const untested = [settings.leg(1), settings.leg(2)];

    // While typing already: what was tested is not what stands there now.
    await settings.open();
    await settings.unfold();
    await settings.type("server", "smtp.googlemail.com");
    for (const leg of untested) await expect(leg).toHaveText(says("way-untried"));

    await settings.open();
    await settings.fill({ address: "teine@gmail.com" });
    await settings.save();
    await expect(settings.badge).toHaveText(says("badge-changed-sender"));
    for (const leg of untested) await expect(leg).toHaveText(says("way-untried"));
    await settings.fill({ address: ADDRESS });
    await settings.save();
    await expect(settings.badge).toHaveText(verified);

    await settings.fill({ server: "mail.naidis.ee", password: SHOWN_PASSWORD });
    await settings.save();
    await expect(settings.badge).toHaveText(says("badge-changed-server"));
    await settings.fill({ server: GMAIL.server, port: "587", security: "starttls", password: SHOWN_PASSWORD });
    await settings.save();
    await expect(settings.badge).toHaveText(says("badge-changed-port"));
    await settings.fill({ port: GMAIL.port, security: "tls", userName: "teine@gmail.com", password: SHOWN_PASSWORD });
    await settings.save();
    await expect(settings.badge).toHaveText(says("badge-changed-user-name"));
    await settings.fill({ userName: ADDRESS, password: "ponm lkji hgfe dcba" });
    await settings.save();
    await expect(settings.badge).toHaveText(says("badge-changed-password"));

    await settings.testAgainButton.click();
    await verdict.expectPassed();
    await settings.open();
    await expect(settings.badge).toHaveText(verified);
  });

  test("a refusal later makes it failing", async ({ page, settings, verdict, letters }) => {
    await settings.open();
    await settings.fill({ address: ADDRESS, password: SHOWN_PASSWORD });
    await settings.saveAndTest();
    await verdict.expectPassed();
    await letters.answerLike("gmail-bad-credentials");
    await settings.open();
    await settings.testAgainButton.click();
    await verdict.expectFailed();
    await settings.open();
    await expect(settings.badge).toHaveText(saying(language, "badge-failing"));
    await expect(settings.leg(1)).toHaveClass("leg bad");
    await page.getByRole("link", { name: say(language, "badge-see-test") }).click();
    await verdict.expectFailed();
  });
});
