/** Each way in which the demo's mail server may answer, and what a person is told about it. */
import { type Mailbox } from "../support/settings-page.js";
import { COMPANY_AT_ZONE } from "../support/names.js";
import { expect, test } from "../support/test.js";
import { LANGUAGES, keys, say, saying } from "../support/texts.js";

const GMAIL = { address: "mari@gmail.com" };
const MAIL_EE = { address: "mari@mail.ee" };
const ZONE = { address: `mari@${COMPANY_AT_ZONE}` };
// With the address that stands there already.
const MICROSOFT = {
  server: "smtp.office365.com",
  port: "587",
  security: "starttls" as const,
  userName: "mari@naidis.ee",
};
const OWN = { ...MICROSOFT, server: "mail.naidis.ee" };

interface Case {
  mailbox: Mailbox;
  /** The key of the cause; null where the letter is accepted. */
  cause: string | null;
  /** The stage at which it stops. */
  stage: string;
  /** Whether the server gave words of its own. */
  words: boolean;
}

const refused = (mailbox: Mailbox, stage: string, cause: string): Case => ({ mailbox, stage, cause, words: true });
const stopped = (mailbox: Mailbox, stage: string, cause: string): Case => ({ mailbox, stage, cause, words: false });

const CASES: Record<string, Case> = {
  accept: { mailbox: GMAIL, cause: null, stage: "accepted", words: false },
  "gmail-app-password-required": refused(GMAIL, "auth", "app-password-required"),
  "gmail-bad-credentials": refused(GMAIL, "auth", "gmail-wrong-credentials"),
  "gmail-daily-quota": refused(GMAIL, "accepted", "gmail-daily-quota"),
  "microsoft-tenant-disabled": refused(MICROSOFT, "auth", "microsoft-smtp-auth-disabled-tenant"),
  "microsoft-mailbox-disabled": refused(MICROSOFT, "auth", "microsoft-smtp-auth-disabled-mailbox"),
  "microsoft-basic-disabled": refused(MICROSOFT, "auth", "microsoft-basic-auth-disabled"),
  "microsoft-wrong-credentials": refused(MICROSOFT, "auth", "microsoft-wrong-credentials"),
  "microsoft-security-policy": refused(MICROSOFT, "auth", "microsoft-security-policy"),
  "microsoft-not-authenticated": refused(MICROSOFT, "mail-from", "microsoft-not-signed-in"),
  "microsoft-sender-not-allowed": refused(MICROSOFT, "accepted", "microsoft-sender-not-allowed"),
  "microsoft-too-many-connections": refused(MICROSOFT, "accepted", "microsoft-too-many-connections"),
  "mail-ee-bad-password": refused(MAIL_EE, "auth", "mail-ee-wrong-credentials"),
  "mail-ee-sender-mismatch": refused(MAIL_EE, "rcpt-to", "sender-not-allowed"),
  "zone-blocked": refused(ZONE, "accepted", "zone-access-denied"),
  "no-starttls": stopped(OWN, "tls", "starttls-missing"),
  "no-auth": stopped(OWN, "auth", "auth-missing"),
  "recipient-unknown": refused(OWN, "rcpt-to", "recipient-refused"),
  greylisted: refused(OWN, "rcpt-to", "greylisted"),
  "temporary-auth-failure": refused(OWN, "auth", "auth-temporary"),
  silent: stopped(OWN, "greeting", "silent-server"),
  "drop-after-data": stopped(GMAIL, "accepted", "in-doubt"),
};

test("every answer that the demo offers is tried here", async ({ letters }) => {
  await letters.open();
  const offered = await letters.behaviour
    .locator("option")
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(offered.toSorted()).toEqual(Object.keys(CASES).toSorted());
  const named = keys("demo-behaviour-").map((key) => key.slice("demo-behaviour-".length));
  expect(named).toEqual(expect.arrayContaining(offered));
});

for (const [behaviour, { mailbox, cause, stage, words }] of Object.entries(CASES)) {
  test(behaviour, async ({ page, settings, letters, verdict }) => {
    await letters.answerLike(behaviour);
    await settings.open();
    await settings.fill({ ...mailbox, password: "abcdefghijklmnop" });
    await settings.saveAndTest();
    if (cause === null) await verdict.expectPassed();
    else await verdict.expectFailed();
    const id = verdict.id;

    for (const language of LANGUAGES) {
      const told = await verdict.open(language, id);
      if (cause !== null) {
        await expect(told.lead).toHaveText(saying(language, `cause-${cause}`));
        await expect(told.badge).toHaveText(saying(language, "badge-failing"));
        const title = say(language, "error-prefix", { title: say(language, "test-title-failed") });
        await expect(page).toHaveTitle(`${title} · Saatja`);
        await expect(page.locator("ol.line > li.bad")).toHaveCount(1);
        await expect(told.stage(stage)).toHaveClass("bad");
      }
      await expect(told.lead).not.toBeEmpty();
      expect(await told.steps.count()).toBeGreaterThan(0);
      for (const step of await told.steps.all()) await expect(step).not.toBeEmpty();

      // The server's own words are there for those who unfold them.
      await expect(told.serverWords).toHaveCount(words ? 1 : 0);
      if (words) {
        await expect(told.serverWords).not.toHaveAttribute("open");
        await expect(told.serverWords.locator("pre")).toBeHidden();
        await told.serverWords.locator("summary").click();
        await expect(told.serverWords.locator("pre")).toHaveText(/^\d{3}/);
      }

      // No sentence is missing, and none has a hole.
      const text = await page.locator("body").innerText();
      expect(text).not.toContain("⟦");
      expect(text).not.toMatch(/\{ ?\$/);
      expect(text).not.toMatch(/\(\s*\)|„\s*“|“\s*”/);
    }
  });
}

test("a field to look at is shown, also where it was folded away", async ({ page, settings, letters, verdict }) => {
  await letters.answerLike("no-starttls");
  await settings.open();
  await settings.fill({ ...OWN, password: "abcdefghijklmnop" });
  await settings.saveAndTest();
  await verdict.expectFailed();
  const link = page.locator(".why .actions a[href*='#']");
  const field = new URL((await link.getAttribute("href"))!, page.url()).hash;
  await link.click();
  await settings.ready();
  await expect(page.locator(field)).toBeVisible();
  await expect(page.locator(field)).toBeInViewport();
  await expect(page.locator(field)).toBeFocused();
});
