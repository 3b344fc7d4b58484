/** The README's picture. Written anew with UPDATE_PICTURES=1, looked at otherwise. */
import { join } from "node:path";
import { repository, screens } from "../support/paths.js";
import { expect, test } from "../support/test.js";
import { saying } from "../support/texts.js";

const update = Boolean(process.env.UPDATE_PICTURES);

test.use({ language: "en", viewport: { width: 1280, height: 1000 } });

test("picture-settings", async ({ page, language, settings, verdict }) => {
  await settings.open();
  await settings.fill({ address: "mari.maasikas@gmail.com", password: "abcdefghijklmnop" });
  await settings.saveAndTest();
  await verdict.expectPassed();
  await settings.open();
  await expect(settings.badge).toHaveText(saying(language, "badge-verified"));
  await page.screenshot({
    path: join(update ? join(repository, "docs") : screens, "picture-settings.png"),
    fullPage: true,
    animations: "disabled",
  });
});
