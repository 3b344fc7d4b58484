/** The demo's page of caught letters. */
import { type Locator, type Page, expect } from "@playwright/test";
import { type Language, say } from "./texts.js";

export class LettersPage {
  readonly letters: Locator;
  readonly behaviour: Locator;

  constructor(
    readonly page: Page,
    readonly language: Language,
  ) {
    this.letters = page.locator("article.letter");
    this.behaviour = page.locator("#behaviour");
  }

  async open(): Promise<void> {
    await this.page.goto(`/${this.language}/demo/letters`);
  }

  /** From now on the demo's mail server answers like this. */
  async answerLike(behaviour: string): Promise<void> {
    await this.open();
    await this.behaviour.selectOption(behaviour);
    await this.page.getByRole("button", { name: say(this.language, "demo-behaviour-save") }).click();
    await expect(this.behaviour).toHaveValue(behaviour);
    await expect(this.page.locator(".notice")).toBeVisible();
  }
}
