/** A form with mistakes: all of them on top, each a link to its field, what was typed kept. */
import { type Page } from "@playwright/test";
import { expect, inEachLanguage, test } from "../support/test.js";

const PASSWORD = "Salajane-parool-77";

/** The form as it would come from a browser that checks nothing. */
const submitted = async (page: Page, press: () => Promise<void>): Promise<number> => {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await press();
  return (await answer).status();
};

inEachLanguage((language) => {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? "with script" : "without script", () => {
      test.use({ javaScriptEnabled });

      test("mistakes are listed, focused and linked", async ({ page, watch, settings, says }) => {
        watch.expectStatus(422);
        await settings.open();
        await settings.unfold();
        await settings.field("address").fill("mari");
        await settings.field("display-name").fill("Mari & <Ko>");
        await settings.field("server").fill("localhost");
        await settings.field("port").fill("26");
        await settings.security("tls").check();
        await settings.field("user-name").fill("mari");
        await settings.field("password").fill(PASSWORD);
        expect(await submitted(page, () => settings.saveButton.click())).toBe(422);
        await settings.ready();

        const prefix = { et: "Viga: ", en: "Error: " }[language];
        await expect(page).toHaveTitle(`${prefix}${says("settings-title")} · Saatja`);
        await expect(settings.errors).toBeFocused();
        await expect(settings.errors.getByRole("heading")).toHaveText(says("error-summary-title"));
        const links = settings.errors.getByRole("link");
        const sentences = [
          says("finding-address-at"),
          says("finding-server-single-label"),
          says("finding-port-not-open", { port: "26", open: "25, 465, 587" }),
        ];
        await expect(links.filter({ hasText: sentences[0]! })).toHaveCount(1);
        for (const field of ["address", "server", "port"] as const) {
          const link = settings.errors.locator(`a[href="#${field}"]`);
          await expect(link).toHaveCount(1);
          // The same words at the field.
          await expect(settings.finding(field).locator(".msg")).toHaveText((await link.textContent())!);
          await expect(settings.field(field)).toHaveAttribute("aria-invalid", "true");
          await link.click();
          await expect(settings.field(field)).toBeFocused();
          await expect(settings.field(field)).toBeInViewport();
        }

        await expect(settings.field("address")).toHaveValue("mari");
        await expect(settings.field("display-name")).toHaveValue("Mari & <Ko>");
        await settings.expectServer("localhost", "26", "tls", "mari");
        await expect(settings.field("password")).toHaveValue("");
        expect(await page.content()).not.toContain(PASSWORD);
      });

      test("an error about the encryption leads to it", async ({ page, watch, settings, says }) => {
        watch.expectStatus(422);
        await settings.open();
        await settings.unfold();
        await settings.field("server").fill("mail.naidis.ee");
        await settings.field("port").fill("465");
        await settings.security("starttls").check();
        expect(await submitted(page, () => settings.saveButton.click())).toBe(422);
        await settings.ready();
        await settings.errors.getByRole("link", { name: says("finding-port-465-wants-tls") }).click();
        await expect(page.locator("#security")).toBeFocused();
        await expect(page.locator("#security")).toBeInViewport();
      });

      // The address that is left empty is the one on the user's card in the portal.
      test("an empty form names what is missing", async ({ page, watch, settings, says }) => {
        watch.expectStatus(422);
        await settings.open();
        await settings.field("address").fill("");
        expect(await submitted(page, () => settings.saveButton.click())).toBe(422);
        await settings.ready();
        await expect(settings.errors.getByRole("link")).toContainText([
          says("finding-server-missing"),
          says("finding-port-missing"),
          says("finding-security-missing"),
        ]);
        await expect(settings.details).toHaveAttribute("open");
      });

      test("a mended form is saved", async ({ page, watch, settings, says }) => {
        watch.expectStatus(422);
        await settings.open();
        await settings.field("address").fill("mari@gmail.com");
        expect(await submitted(page, () => settings.saveAndTestButton.click())).toBe(422);
        await settings.ready();
        await expect(settings.errors.getByRole("link")).toHaveText([says("finding-password-missing")]);
        await expect(settings.field("server")).toHaveValue("smtp.gmail.com");
        await settings.field("password").fill(PASSWORD);
        await settings.save();
        await expect(page).toHaveTitle(`${says("settings-title")} · Saatja`);
        await expect(settings.notice).toHaveText(says("notice-saved"));
      });
    });
  }

  test.describe("by touch", () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } });

    test("a tap counts, though what is left has something to say", async ({ page, watch, settings, says }) => {
      watch.expectStatus(422);
      await settings.open();
      await settings.field("address").tap();
      await settings.field("address").fill("mari");
      expect(await submitted(page, () => settings.saveButton.tap())).toBe(422);
      await settings.ready();
      await expect(settings.errors).toContainText(says("finding-address-at"));
    });
  });

  test("two people's changes do not overwrite each other", async ({ page, context, watch, settings, says }) => {
    await settings.open();
    const other = await context.newPage();
    await other.goto(settings.path);
    await other.locator("#mode-reply-to").check();
    await other.getByRole("button", { name: says("save"), exact: true }).click();
    await other.waitForURL(/said=mode-saved/);

    watch.expectStatus(409);
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    expect(await submitted(page, () => settings.saveButton.click())).toBe(409);
    await settings.ready();
    await expect(settings.notice).toHaveText(says("notice-conflict"));
    await expect(settings.field("address")).toHaveValue("mari@gmail.com");
    await expect(settings.field("password")).toHaveValue("");
    await settings.field("password").fill(PASSWORD);
    await settings.save();
    await expect(settings.notice).toHaveText(says("notice-saved"));
  });
});
