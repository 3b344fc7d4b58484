/** What the settings page says and does while a person types. */
import { BROKEN_DOMAIN, COMPANY_AT_ZONE, UNKNOWN_DOMAIN } from "../support/names.js";
import { expect, inEachLanguage, test } from "../support/test.js";

const PASSWORD = "abcdefghijklmnop";

inEachLanguage(() => {
  test.beforeEach(async ({ settings }) => settings.open());

  test("nothing is called wrong before a person has been there", async ({ page, settings }) => {
    await settings.unfold();
    await expect(page.locator(".finding.error")).toHaveCount(0);
    await settings.type("server", "localhost");
    await expect(settings.finding("server")).toHaveCount(1);
    await expect(page.locator(".finding.error")).toHaveCount(1);
  });

  test("a pasted server with its port goes into both fields", async ({ settings }) => {
    await settings.unfold();
    await settings.type("server", "smtp.gmail.com:465");
    await expect(settings.field("server")).toHaveValue("smtp.gmail.com");
    await expect(settings.field("port")).toHaveValue("465");
    await expect(settings.security("tls")).toBeChecked();
    await expect(settings.finding("server")).toHaveCount(0);
  });

  test("port 465 without SSL/TLS is an error with a button that mends it", async ({ settings, says }) => {
    await settings.unfold();
    await settings.type("server", "mail.naidis.ee");
    await settings.type("port", "465");
    for (const security of ["starttls", "none"] as const) {
      await settings.security(security).check();
      const finding = settings.finding("security").filter({ hasText: says("finding-port-465-wants-tls") });
      await expect(finding).toHaveClass("finding error");
      await expect(settings.security(security)).toBeFocused();
      await finding.getByRole("button", { name: says("repair-security", { security: "SSL/TLS" }) }).click();
      await expect(settings.security("tls")).toBeChecked();
      await expect(settings.security("tls")).toBeFocused();
      await expect(finding).toHaveCount(0);
    }
  });

  test("port 587 with SSL/TLS is a warning", async ({ settings, says }) => {
    await settings.fill({ server: "mail.naidis.ee", port: "587", security: "tls" });
    const finding = settings.finding("security");
    await expect(finding).toHaveClass("finding warning");
    await expect(finding).toContainText(says("finding-port-587-tls-unusual"));
    await finding.getByRole("button", { name: says("repair-security", { security: "STARTTLS" }) }).click();
    await expect(settings.security("starttls")).toBeChecked();
    await expect(finding).toHaveCount(0);
  });

  test("port 25 is a hint", async ({ settings, says }) => {
    await settings.fill({ server: "mail.naidis.ee", port: "25", security: "starttls" });
    await expect(settings.finding("port")).toHaveClass("finding hint");
    await expect(settings.finding("port")).toContainText(says("finding-port-25-relay"));
  });

  test("another port is an error that names the open ones", async ({ settings, says }) => {
    await settings.fill({ server: "mail.naidis.ee", port: "26", security: "starttls" });
    const finding = settings.finding("port");
    await expect(finding).toHaveClass("finding error");
    await expect(finding).toContainText(says("finding-port-not-open", { port: "26", open: "25, 465, 587" }));
    await finding.getByRole("button").click();
    await expect(settings.field("port")).toHaveValue("587");
    await expect(settings.field("port")).toBeFocused();
    await expect(finding).toHaveCount(0);
  });

  test("no encryption with a password is an error, without one a warning", async ({ settings, says }) => {
    await settings.fill({ server: "mail.naidis.ee", port: "587", userName: "mari", security: "none" });
    const finding = settings.finding("security");
    await expect(finding).toHaveClass("finding error");
    await expect(finding).toContainText(says("finding-plain-not-allowed"));
    await settings.type("user-name", "");
    await expect(finding).toHaveClass("finding warning");
    await expect(finding).toContainText(says("finding-plain-readable"));
  });

  test("an unknown provider opens the details", async ({ settings, says }) => {
    await expect(settings.details).not.toHaveAttribute("open");
    await settings.typeAddress(`mari@${UNKNOWN_DOMAIN}`);
    await expect(settings.found).toHaveText(says("found-nothing"));
    await expect(settings.details).toHaveAttribute("open");
    await expect(settings.field("server")).toBeVisible();
    await expect(settings.field("server")).toHaveValue("");
  });

  test("a look-up that does not end is said to be so", async ({ settings, says }) => {
    await settings.typeAddress(`mari@${BROKEN_DOMAIN}`);
    await expect(settings.found).toHaveText(says("found-undecided"));
    await expect(settings.details).toHaveAttribute("open");
  });

  test("a company's domain is recognised by its MX", async ({ page, language, settings, says }) => {
    const address = `mari@${COMPANY_AT_ZONE}`;
    await settings.typeAddress(address);
    const filled = { server: "smtp.zone.eu", port: "465", security: "SSL/TLS", user: address };
    await expect(settings.found).toHaveText(
      `${says("found-by-mx", { provider: "Zone", domain: COMPANY_AT_ZONE })} ${says("found-filled", filled)}`,
    );
    await settings.expectServer("smtp.zone.eu", "465", "tls", address);
    await expect(page.locator("#aside h2")).toHaveText(says("aside-title", { provider: "Zone" }));
    await expect(page.locator("#password-guide a")).toHaveAttribute("href", `/${language}/help/zone`);
  });

  test("another address fills the server in anew", async ({ settings }) => {
    await settings.typeAddress("mari@gmail.com");
    await settings.expectServer("smtp.gmail.com", "465", "tls", "mari@gmail.com");
    await settings.typeAddress("mari@mail.ee");
    await settings.expectServer("mail.mail.ee", "465", "tls", "mari@mail.ee");
  });

  test("what a person typed himself is not filled in anew", async ({ settings, says }) => {
    await settings.typeAddress("mari@gmail.com");
    await settings.unfold();
    await settings.type("server", "mail.naidis.ee");
    await settings.typeAddress("mari@mail.ee");
    await expect(settings.found).toHaveText(says("found-by-domain", { provider: "Mail.ee" }));
    await settings.expectServer("mail.naidis.ee", "465", "tls", "mari@gmail.com");
  });

  test("changing the server asks for the password again", async ({ page, settings, says }) => {
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.save();
    await settings.unfold();
    await settings.type("server", "mail.naidis.ee");
    // It is said at the password when a person comes there, or when he sends the form.
    await settings.field("password").fill("x");
    await settings.field("password").fill("");
    await settings.field("password").blur();
    await expect(settings.finding("password")).toContainText(says("finding-password-needed-again"));
    await settings.field("password").fill(PASSWORD);
    await expect(page.locator("#password-findings .error")).toHaveCount(0);
  });

  test("the account's own password is told from an app password", async ({ settings, says }) => {
    await settings.fill({ address: "mari@gmail.com" });
    await settings.type("password", "Kevad2026!");
    await expect(settings.finding("password")).toContainText(says("finding-password-app-only", { provider: "Gmail" }));
    await settings.type("password", "abcd efgh ijkl mnop");
    await expect(settings.finding("password")).toHaveCount(0);
  });

  test("an ended sign-in is said before anything is sent", async ({ page, settings }) => {
    await settings.typeAddress("mari@hotmail.com");
    await expect(page.locator("#password-findings")).toContainText("Outlook.com");
    await expect(page.locator("#password-findings .finding")).toHaveClass("finding warning");
  });

  test("the portal's own server needs none of it", async ({ page, settings, says }) => {
    await page.locator("#mode-portal").check();
    await expect(settings.field("address")).toBeVisible();
    await expect(settings.field("password")).toBeHidden();
    await expect(settings.details).toBeHidden();
    await settings.save();
    await expect(settings.notice).toHaveText(says("notice-mode-saved"));
    await expect(settings.badge).toHaveText(says("badge-portal"));
  });
});
