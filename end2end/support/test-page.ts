/** The page of a test letter. */
import { type Locator, type Page, expect } from "@playwright/test";
import { type Language, say } from "./texts.js";

export class TestPage {
  readonly heading: Locator;
  readonly lead: Locator;
  readonly badge: Locator;
  readonly status: Locator;
  readonly stages: Locator;
  readonly meaning: Locator;
  readonly steps: Locator;
  readonly serverWords: Locator;
  readonly transcript: Locator;

  constructor(
    readonly page: Page,
    readonly language: Language,
  ) {
    this.heading = page.getByRole("heading", { level: 1 });
    this.lead = page.locator("main .lead");
    this.badge = page.locator("#live-body .badge > span").last();
    this.status = page.locator("#live-status");
    this.stages = page.locator("ol.line > li");
    this.meaning = page.locator(".why > p");
    this.steps = page.locator(".why ol.steps > li");
    this.serverWords = page.locator(".why details");
    this.transcript = page.locator("details.transcript");
  }

  /** The test's id, from the address. */
  get id(): string {
    return new URL(this.page.url()).pathname.split("/").at(-1)!;
  }

  /** A stage, by its key: `auth`. */
  stage(key: string): Locator {
    return this.stages.filter({ has: this.page.getByText(say(this.language, `stage-${key}`), { exact: true }) });
  }

  /** The same test in a language. */
  async open(language: Language, id = this.id): Promise<TestPage> {
    await this.page.goto(`/${language}/tests/${id}`);
    return new TestPage(this.page, language);
  }

  async expectRunning(): Promise<void> {
    await expect(this.heading).toHaveText(say(this.language, "test-title-running"));
  }

  async expectPassed(): Promise<void> {
    await expect(this.heading).toHaveText(say(this.language, "test-title-passed"));
  }

  /** A silent server is given its time before it is called so. */
  async expectFailed(timeout = 30_000): Promise<void> {
    await expect(this.heading).toHaveText(say(this.language, "test-title-failed"), { timeout });
  }
}
