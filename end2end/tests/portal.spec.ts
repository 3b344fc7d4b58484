/** The example portal: Saatja inside its page, in a window of its own, and what other sites get. */
import type { FrameLocator, Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/accessibility.js";
import { elsewhere } from "../support/elsewhere.js";
import { expect, test } from "../support/portal-test.js";

/** Opens the portal's page with Saatja inside. */
async function embedded(page: Page, origin: string): Promise<FrameLocator> {
  await page.goto(`${origin}/embedded`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1 })).toBeVisible();
  return frame;
}

const height = async (page: Page): Promise<number> => (await page.locator("iframe").boundingBox())!.height;

test("settings stand inside the portal's page and are saved there", async ({ page, portal, says }) => {
  const frame = await embedded(page, portal.origin);
  // The page around shows name and exit itself.
  await expect(frame.getByRole("button", { name: says("sign-out") })).toHaveCount(0);
  await expect(frame.locator("footer")).toHaveCount(0);
  await frame.locator("#mode-portal").check();
  await frame.getByRole("button", { name: says("save"), exact: true }).click();
  await expect(frame.locator("#notice")).toBeVisible();
  await expect(frame.locator("#mode-portal")).toBeChecked();
});

test("the frame is as high as what it shows", async ({ page, portal, says }) => {
  const frame = await embedded(page, portal.origin);
  const content = (): Promise<number> =>
    frame.locator("html").evaluate((html) => Math.ceil(html.getBoundingClientRect().height));
  await expect.poll(() => height(page)).toBeGreaterThan(300);
  await expect.poll(async () => (await height(page)) - (await content())).toBe(0);
  const before = await height(page);
  await page.setViewportSize({ width: 420, height: 900 });
  await expect.poll(() => height(page)).toBeGreaterThan(before);
  await expect.poll(async () => (await height(page)) - (await content())).toBe(0);
  // Another page of ours, which may be lower, is as high as it is.
  await frame.getByRole("link", { name: says("nav-help") }).first().click();
  await expect(frame.locator("#content")).toContainText(says("help-group-estonia"));
  await expect.poll(async () => (await height(page)) - (await content())).toBe(0);
});

test("pages wear the colours of the portal", async ({ page, portal, says }) => {
  const frame = await embedded(page, portal.origin);
  const save = frame.locator("button.primary").first();
  await expect(save).toHaveCSS("background-color", "rgb(122, 0, 0)");
  await page.goto(`${portal.origin}/window`);
  await page.getByRole("button").click();
  await expect(page.locator(".brand")).toHaveText("Näidisportaal");
  await expect(page.locator("button.primary").first()).toHaveCSS("background-color", "rgb(122, 0, 0)");
  await expect(page.getByRole("button", { name: says("sign-out") })).toBeVisible();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("button.primary").first()).not.toHaveCSS("background-color", "rgb(122, 0, 0)");
});

test("a token is good once", async ({ page, portal, program, watch, says }) => {
  watch.expectStatus(403);
  const token = portal.token();
  const post = async (): Promise<void> => {
    await page.goto(portal.origin);
    await page.evaluate(
      ([action, value]) => {
        document.body.innerHTML = `<form method="post" action="${action}"><button>Go</button></form>`;
        document.forms[0]!.append(Object.assign(document.createElement("input"), { name: "token", value }));
      },
      [`${program.url}/launch`, token] as const,
    );
    await page.getByRole("button").click();
  };
  await post();
  await expect(page).toHaveURL(`${program.url}/et/settings`);
  await page.context().clearCookies();
  await post();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-refused-title"));
  expect(program.log).toContain("launch-used");
});

test("the role is what the portal says now", async ({ page, portal, says }) => {
  let frame = await embedded(page, portal.origin);
  await expect(frame.getByRole("link", { name: says("nav-company") })).toBeVisible();
  portal.person = { ...portal.person, role: "user" };
  frame = await embedded(page, portal.origin);
  await expect(frame.getByRole("link", { name: says("nav-settings") })).toBeVisible();
  await expect(frame.getByRole("link", { name: says("nav-company") })).toHaveCount(0);
});

test("another site can neither show a page nor send anybody", async ({ page, portal, program, watch, says }) => {
  watch.expectStatus(403);
  watch.expectStatus(401);
  watch.expect(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|chrome-error/);
  await embedded(page, portal.origin);
  const stolen = portal.token({ embed: true });
  const body = `<iframe src="${program.url}/et/settings"></iframe>
    <form method="post" action="${program.url}/launch"><input name="token" value="${stolen}"><button>Win</button></form>`;
  await elsewhere(body, async (url) => {
    await page.goto(url);
    const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
    await expect.poll(() => frame?.url()).toBe("chrome-error://chromewebdata/");
    await page.getByRole("button").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-refused-title"));
  });
  expect(program.log).toContain("launch-origin");
  // It was not used up by that.
  await page.goto(`${portal.origin}/window`);
  await page.getByRole("button").click();
  await expect(page).toHaveURL(`${program.url}/et/settings`);
});

test("a page whose session is over says so inside the portal's page", async ({ page, portal, watch, says }) => {
  watch.expectStatus(401);
  const frame = await embedded(page, portal.origin);
  await page.context().clearCookies();
  await frame.getByRole("link", { name: says("nav-settings") }).click();
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-needed-inside-title"));
});

test("an OpenID provider signs in", async ({ page, program, issuer, watch, says }) => {
  watch.expectStatus(401);
  await issuer.seat({
    ...{ sub: "kasutaja-9", name: "Jaan Tamm", email: "jaan@tamm.ee", email_verified: true, role: "admin" },
    ...{ company: "firma-9", company_name: "Tamm OÜ", locale: "et" },
  });
  await page.goto("/et/settings");
  await page.getByRole("link", { name: says("sign-in-needed-link") }).click();
  await page.getByRole("link", { name: says("sign-in-with", { portal: "Näidisportaal" }) }).click();
  await expect(page).toHaveURL(`${program.url}/et/settings`);
  await expect(page.locator(".who")).toContainText("Jaan Tamm");
  await expect(page.locator(".bar")).toContainText("Tamm OÜ");
});

for (const language of ["et", "en"]) {
  test(`the pages around signing in are for everybody: ${language}`, async ({ page, portal, watch }) => {
    watch.expectStatus(401);
    watch.expectStatus(404);
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of ["settings", "sign-in", "sign-in/x/y"]) {
      await page.goto(`/${language}/${path}`);
      await expectAccessible(page, path);
      await expectNoSidewaysScroll(page);
    }
    portal.person = { ...portal.person, lang: language };
    await page.goto(`${portal.origin}/window`);
    await page.getByRole("button").click();
    await expect(page.locator(".brand")).toBeVisible();
    await expectNoSidewaysScroll(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `the settings, ${colorScheme}`);
    }
  });
}
