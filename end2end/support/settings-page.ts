/** The settings page, as a person uses it. */
import { type Locator, type Page, expect } from "@playwright/test";
import { type Language, say } from "./texts.js";

export type Field = "address" | "display-name" | "password" | "server" | "port" | "user-name";
export type Security = "none" | "starttls" | "tls";

/** What is typed into the form; what is left out stays as it is. */
export interface Mailbox {
  address?: string;
  password?: string;
  server?: string;
  port?: string;
  security?: Security;
  userName?: string;
}

export class SettingsPage {
  readonly badge: Locator;
  readonly notice: Locator;
  readonly found: Locator;
  readonly details: Locator;
  readonly summary: Locator;
  readonly errors: Locator;
  readonly passwordKind: Locator;
  readonly showPassword: Locator;
  readonly saveAndTestButton: Locator;
  readonly saveButton: Locator;
  readonly findButton: Locator;
  readonly testAgainButton: Locator;

  constructor(
    readonly page: Page,
    readonly language: Language,
    /** Whether islands come alive here. */
    private readonly alive: boolean,
  ) {
    this.badge = page.locator(".standing .badge > span").last();
    this.notice = page.locator("#notice");
    this.found = page.locator("#found");
    this.details = page.locator("#server-details");
    this.summary = page.locator("#server-summary");
    this.errors = page.locator("#error-summary");
    this.passwordKind = page.locator("#password-kind");
    this.showPassword = page.locator("#show-password");
    this.saveAndTestButton = page.getByRole("button", { name: say(language, "save-and-test"), exact: true });
    this.saveButton = page.getByRole("button", { name: say(language, "save"), exact: true });
    this.findButton = page.getByRole("button", { name: say(language, "find-settings"), exact: true });
    this.testAgainButton = page.getByRole("button", { name: say(language, "test-again"), exact: true });
  }

  get path(): string {
    return `/${this.language}/settings`;
  }

  /** Opens the page to set an own server up; `mode: "as-is"` leaves the mode that is saved. */
  async open(fragment = "", { mode = "own-server" }: { mode?: "own-server" | "as-is" } = {}): Promise<void> {
    await this.page.goto(this.path + fragment);
    await this.ready();
    if (mode === "own-server") await this.page.locator("#mode-own-server").check();
  }

  /** Until the page can be worked with. */
  async ready(): Promise<void> {
    if (this.alive) await expect(this.page.locator("html")).toHaveAttribute("data-ready", "yes");
  }

  field(field: Field): Locator {
    return this.page.locator(`#${field}`);
  }

  security(security: Security): Locator {
    return this.page.locator(`#security-${security}`);
  }

  /** What the page says at a field. */
  finding(field: Field | "security"): Locator {
    return this.page.locator(`#${field}-findings .finding`);
  }

  /** The leg of the way to the server (1) or on to the recipient (2). */
  leg(at: 1 | 2): Locator {
    return this.page.locator(`#way-leg-${at}`);
  }

  async unfold(): Promise<void> {
    if ((await this.details.getAttribute("open")) === null) await this.summary.click();
  }

  /** Types an address and waits for what is found about its domain, where that is another one than before. */
  async typeAddress(address: string): Promise<void> {
    const domain = (text: string): string => text.split("@").at(-1)!;
    const before = await this.field("address").inputValue();
    const asks = this.alive && domain(before) !== domain(address);
    const answered = asks ? this.page.waitForResponse(/\/live\/recognise/) : undefined;
    await this.type("address", address);
    await answered;
    await expect(this.found).not.toHaveText(say(this.language, "found-looking"));
  }

  /** Types into a field and leaves it. */
  async type(field: Field, text: string): Promise<void> {
    await this.field(field).fill(text);
    await this.field(field).blur();
  }

  async fill(mailbox: Mailbox): Promise<void> {
    const { address, password, server, port, security, userName } = mailbox;
    if (address !== undefined) await this.typeAddress(address);
    if (server !== undefined || port !== undefined || security !== undefined || userName !== undefined) {
      await this.unfold();
    }
    if (server !== undefined) await this.type("server", server);
    if (port !== undefined) await this.type("port", port);
    if (security !== undefined) await this.security(security).check();
    if (userName !== undefined) await this.type("user-name", userName);
    if (password !== undefined) await this.field("password").fill(password);
  }

  /** Holds the server's fields against what they should be. */
  async expectServer(server: string, port: string, security: Security, userName: string): Promise<void> {
    await expect(this.field("server")).toHaveValue(server);
    await expect(this.field("port")).toHaveValue(port);
    await expect(this.security(security)).toBeChecked();
    await expect(this.field("user-name")).toHaveValue(userName);
  }

  async save(): Promise<void> {
    await this.saveButton.click();
    await this.page.waitForURL(/settings\?said=/);
    await this.ready();
  }

  /** Saves, sends a test letter, and comes to its page. */
  async saveAndTest(): Promise<void> {
    await this.saveAndTestButton.click();
    await this.page.waitForURL(/\/tests\/[^/]+$/);
  }
}
