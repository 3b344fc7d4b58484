import { MARI } from "../support/program.js";
import { expect, inEachLanguage, test } from "../support/test.js";

test.use({ user: null });

inEachLanguage((language) => {
  test("a link signs in once, by a press of the button", async ({ page, program, watch, says, settings }) => {
    const link = (await program.signInLink(MARI)).replace("/et/", `/${language}/`);
    // To look at it uses it not up.
    await page.goto(link);
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-title"));
    await page.getByRole("button", { name: says("sign-in-button") }).click();
    await expect(page).toHaveURL(settings.path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("settings-title"));
    await expect(page.locator(".who")).toContainText("Mari Maasikas");

    await page.goto(link);
    watch.expectStatus(410);
    await page.getByRole("button", { name: says("sign-in-button") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-expired-title"));
    await expect(page.getByText(says("sign-in-expired-text"))).toBeVisible();
  });

  test("signing out ends the session", async ({ page, context, program, watch, says, settings }) => {
    await page.goto((await program.signInLink(MARI)).replace("/et/", `/${language}/`));
    await page.getByRole("button", { name: says("sign-in-button") }).click();
    await settings.ready();
    const before = await context.cookies();
    await page.getByRole("button", { name: says("sign-out") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("signed-out-title"));
    expect(await context.cookies()).toEqual([]);

    // Nor does the old session open anything.
    await context.addCookies(before);
    watch.expectStatus(401);
    await page.goto(settings.path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-needed-title"));
  });
});

test("the link that the demo prints signs in", async ({ page, program }) => {
  await page.goto(program.firstLink);
  await page.locator("main").getByRole("button").click();
  await expect(page).toHaveURL(/\/et\/settings$/);
});

test("a link that never was is told like an old one", async ({ page, watch }) => {
  watch.expectStatus(410);
  const answer = await page.goto(`/en/sign-in/${"A".repeat(43)}`);
  // Whether it is good shows when the button is pressed: nobody learns from the page which links there are.
  expect(answer?.status()).toBe(200);
  await page.locator("main").getByRole("button").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
});
