/** Every page in every state: WCAG 2.2 AA as far as axe sees, light and dark, on a phone and wide. */
import { type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../support/accessibility.js";
import { KIVI, MARI, type Program } from "../support/program.js";
import { type SettingsPage } from "../support/settings-page.js";
import { expect, inEachLanguage, test } from "../support/test.js";
import { type TestPage } from "../support/test-page.js";
import { type LettersPage } from "../support/letters-page.js";
import { type Watch } from "../support/watch.js";
import { type Language } from "../support/texts.js";

const PASSWORD = "abcdefghijklmnop";
const WIDTHS = { phone: 320, wide: 1280 };
const SCHEMES = ["light", "dark"] as const;

interface World {
  page: Page;
  language: Language;
  program: Program;
  watch: Watch;
  settings: SettingsPage;
  verdict: TestPage;
  letters: LettersPage;
}

/** Saves a mailbox at Gmail and sends a test letter. */
async function tested({ settings }: World): Promise<void> {
  await settings.open();
  await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
  await settings.saveAndTest();
}

const SIGNED_OUT: Record<string, (world: World) => Promise<void>> = {
  "sign-in": async ({ page, language, program }) => {
    await page.goto((await program.signInLink(MARI)).replace("/et/", `/${language}/`));
  },
  "sign-in-needed": async ({ page, language, watch }) => {
    watch.expectStatus(401);
    await page.goto(`/${language}/settings`);
  },
  "sign-in-expired": async ({ page, language, watch }) => {
    watch.expectStatus(410);
    await page.goto(`/${language}/sign-in/${"A".repeat(43)}`);
    await page.locator("main").getByRole("button").click();
  },
  "not-found": async ({ page, language, watch }) => {
    watch.expectStatus(404);
    await page.goto(`/${language}/nothing`);
  },
  "help-index": async ({ page, language }) => {
    await page.goto(`/${language}/help`);
  },
  "help-gmail": async ({ page, language }) => {
    await page.goto(`/${language}/help/gmail`);
  },
  "help-unsure": async ({ page, language }) => {
    await page.goto(`/${language}/help/online-ee`);
  },
  "help-ports": async ({ page, language }) => {
    await page.goto(`/${language}/help/ports-and-encryption`);
  },
};

const SIGNED_IN: Record<string, (world: World) => Promise<void>> = {
  "settings-empty": async ({ settings }) => settings.open(),
  "settings-filled": async ({ settings }) => {
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.unfold();
  },
  "settings-findings": async ({ settings }) => {
    await settings.open();
    await settings.fill({ address: "mari@hotmail.com", server: "mail.naidis.ee", port: "465", security: "starttls" });
    await expect(settings.finding("security")).toHaveClass("finding error");
  },
  "settings-errors": async ({ settings, watch }) => {
    watch.expectStatus(422);
    await settings.open();
    await settings.unfold();
    await settings.type("address", "mari");
    await settings.type("server", "localhost");
    await settings.type("port", "26");
    await settings.saveButton.click();
    await expect(settings.errors).toBeVisible();
    await settings.ready();
  },
  "settings-unknown-provider": async ({ settings }) => {
    await settings.open();
    await settings.typeAddress("mari@tundmatu.example");
    await expect(settings.details).toHaveAttribute("open");
  },
  "settings-portal": async ({ page, settings }) => {
    await settings.open();
    await page.locator("#mode-portal").check();
  },
  "settings-saved": async ({ settings }) => {
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.save();
  },
  "settings-verified": async (world) => {
    await tested(world);
    await world.verdict.expectPassed();
    await world.settings.open();
    await world.settings.unfold();
  },
  "settings-failing": async (world) => {
    await world.letters.answerLike("gmail-bad-credentials");
    await tested(world);
    await world.verdict.expectFailed();
    await world.settings.open();
  },
  "test-running": async (world) => {
    world.program.gate.hold();
    await tested(world);
    await world.verdict.expectRunning();
    await expect(world.verdict.stage("tls")).toHaveClass("now");
  },
  "test-passed": async (world) => {
    await tested(world);
    await world.verdict.expectPassed();
    await world.verdict.transcript.locator("summary").click();
  },
  "test-failed": async (world) => {
    await world.letters.answerLike("gmail-app-password-required");
    await tested(world);
    await world.verdict.expectFailed();
    await world.verdict.serverWords.locator("summary").click();
  },
  "letters-none": async ({ letters }) => letters.open(),
  "letters-caught": async (world) => {
    await tested(world);
    await world.verdict.expectPassed();
    await world.letters.open();
    await world.letters.letters.locator("summary").click();
  },
};

/** The admin's pages, as they are at first; then with what an admin puts there. */
const ADMIN: Record<string, (world: World) => Promise<void>> = {
  ...Object.fromEntries(
    ["", "/settings", "/users", "/sender-user", "/network", "/encryption", "/api-keys", "/webhooks", "/retention", "/audit"].map(
      (part) => [
        `company${part.replaceAll("/", "-")}`,
        async ({ page, language }: World) => {
          await page.goto(`/${language}/company${part}`);
        },
      ],
    ),
  ),
  developers: async ({ page, language }) => {
    await page.goto(`/${language}/developers`);
  },
  "company-user": async ({ page, language }) => {
    await page.goto(`/${language}/company/users`);
    await page.getByRole("link", { name: "Mari Maasikas" }).click();
  },
  "company-sender-user-preview": async ({ page, language, settings }) => {
    await settings.open();
    await settings.fill({ address: KIVI, server: "mail.naidis.ee", port: "465", security: "tls", userName: KIVI });
    await settings.fill({ password: PASSWORD });
    await settings.save();
    await page.goto(`/${language}/company/sender-user`);
    await page.getByRole("radio", { name: /Kivi Rahn/ }).check();
    await page.locator("button[value=preview]").click();
    await expect(page.locator("main")).toContainText("Mari Maasikas");
  },
  "company-audit-entries": async ({ page, language, settings }) => {
    await settings.open();
    await settings.fill({ address: "kivi@gmail.com", password: PASSWORD });
    await settings.save();
    await page.goto(`/${language}/company/audit`);
    await expect(page.locator("main")).toContainText("Kivi Rahn");
  },
};

for (const [user, states] of [
  [null, SIGNED_OUT],
  [MARI, SIGNED_IN],
  [KIVI, ADMIN],
] as const) {
  test.describe(user === null ? "signed out" : user === KIVI ? "an admin" : "signed in", () => {
    test.use({ user });
    for (const [name, arrive] of Object.entries(states)) {
      inEachLanguage((language) => {
        test(name, async ({ page, program, watch, settings, verdict, letters }) => {
          // The description of the whole API is long: axe looks at each of its lines.
          if (name === "developers") test.slow();
          await arrive({ page, language, program, watch, settings, verdict, letters });
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          for (const [size, width] of Object.entries(WIDTHS)) {
            await page.setViewportSize({ width, height: 900 });
            await expectNoSidewaysScroll(page);
            for (const colorScheme of SCHEMES) {
              // The words differ, the rules and colours do not: in one language the colours are enough.
              if (language === "en" && colorScheme === "dark") continue;
              await page.emulateMedia({ colorScheme });
              await expectAccessible(page, `${name}, ${size}, ${colorScheme}`);
              await picture(page, `${name}-${language}-${size}-${colorScheme}`);
            }
          }
        });
      });
    }
  });
}

test.describe("for eyes that need more", () => {
  test("forced colours", async ({ page, settings }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", port: "26" });
    // What is chosen is told by more than a colour of ours.
    const outline = await page
      .locator(".seg label:has(:checked)")
      .evaluate((label) => getComputedStyle(label).outlineStyle);
    expect(outline).not.toBe("none");
    await picture(page, "forced-colours-settings");
  });

  test.describe("at 200 %", () => {
    // What a window of 1280 by 900 is when everything in it is twice as large.
    test.use({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });

    test("nothing is lost", async ({ page, settings, verdict, letters }) => {
      await letters.answerLike("gmail-app-password-required");
      await settings.open();
      await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
      await settings.unfold();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page, "settings at 200 %");
      await picture(page, "zoomed-settings");
      await settings.saveAndTest();
      await verdict.expectFailed();
      await expectNoSidewaysScroll(page);
      await picture(page, "zoomed-test");
    });
  });

  test("wider spacing of text loses nothing", async ({ page, settings }) => {
    // WCAG 1.4.12; the rule goes into a style sheet of the page's own, as its policy forbids others.
    await page.setViewportSize({ width: 320, height: 900 });
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.unfold();
    await page.evaluate(() => {
      document.styleSheets[0]!.insertRule(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }",
      );
    });
    await expectNoSidewaysScroll(page);
    await picture(page, "spaced-settings");
  });
});
