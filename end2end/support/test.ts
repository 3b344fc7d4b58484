/** What every test begins with: a program of its own, somebody signed in, and a watch over the browser. */
import { type BrowserContext, test as base } from "@playwright/test";
import { LettersPage } from "./letters-page.js";
import { MARI, Program } from "./program.js";
import { SettingsPage } from "./settings-page.js";
import { TestPage } from "./test-page.js";
import { LANGUAGES, type Language, type Words, say } from "./texts.js";
import { Watch } from "./watch.js";

export { expect } from "@playwright/test";

/** Set with `test.use`. */
export interface Options {
  language: Language;
  /** Who is signed in; nobody where it is null. */
  user: string | null;
  /** The program's configuration beside the usual one: `{ LOG__LEVEL: "trace" }`. */
  environment: Record<string, string>;
}

interface Fixtures {
  program: Program;
  watch: Watch;
  /** A sentence in the test's language. */
  says: (key: string, words?: Words) => string;
  settings: SettingsPage;
  verdict: TestPage;
  letters: LettersPage;
}

export const test = base.extend<Options & Fixtures>({
  language: ["et", { option: true }],
  user: [MARI, { option: true }],
  environment: [{}, { option: true }],
  program: async ({ environment }, use) => {
    const program = await Program.start(environment);
    await use(program);
    await program.stop();
  },
  baseURL: async ({ program }, use) => use(program.url),
  watch: async ({}, use) => use(new Watch()),
  context: async ({ context, program, watch, user, javaScriptEnabled }, use) => {
    await watch.follow(context, javaScriptEnabled !== false);
    if (user !== null) await signIn(context, program, user);
    await use(context);
    watch.check();
  },
  says: async ({ language }, use) => use((key, words) => say(language, key, words)),
  settings: async ({ page, language, javaScriptEnabled }, use) =>
    use(new SettingsPage(page, language, javaScriptEnabled !== false)),
  verdict: async ({ page, language }, use) => use(new TestPage(page, language)),
  letters: async ({ page, language }, use) => use(new LettersPage(page, language)),
});

/** Signs a user in by a new link, past the page that asks for a press of the button. */
export async function signIn(context: BrowserContext, program: Program, user: string): Promise<void> {
  const answer = await context.request.post(await program.signInLink(user), { maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`no sign-in: ${answer.status()}`);
}

/** The same tests in each language. */
export function inEachLanguage(tests: (language: Language) => void): void {
  for (const language of LANGUAGES) {
    test.describe(language, () => {
      test.use({ language });
      tests(language);
    });
  }
}
