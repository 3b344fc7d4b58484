/** What other sites, other users and curious people try. */
import { type APIResponse, type BrowserContext, type Page } from "@playwright/test";
import { elsewhere } from "../support/elsewhere.js";
import { KIVI, MARI } from "../support/program.js";
import { expect, signIn, test } from "../support/test.js";

const PASSWORD = "qzjx wvkp mbty hdlr";

/** The form's fields as the page sends them. */
const FORM = {
  version: "0",
  mode: "own-server",
  address: "mari@gmail.com",
  display_name: "Mari",
  password: "abcdefghijklmnop",
  server: "smtp.gmail.com",
  port: "465",
  security: "tls",
  user_name: "mari@gmail.com",
  action: "save",
};

test.describe("a form that comes from elsewhere", () => {
  const POSTS = ["/et/settings", "/et/tests", "/et/sign-out", "/et/demo/behaviour", "/et/demo/clear"];
  const CROSS: Record<string, Record<string, string>> = {
    "another origin": { Origin: "http://evil.example", "Sec-Fetch-Site": "cross-site" },
    "an origin alone": { Origin: "http://evil.example" },
    "a sister site": { "Sec-Fetch-Site": "same-site" },
    "no origin at all": { Origin: "null", "Sec-Fetch-Site": "cross-site" },
  };

  for (const [name, headers] of Object.entries(CROSS)) {
    test(`is refused: ${name}`, async ({ page, context, program, settings, says }) => {
      const link = new URL(await program.signInLink(MARI)).pathname;
      for (const path of [...POSTS, link]) {
        const answer = await context.request.post(path, { headers, form: FORM, maxRedirects: 0 });
        expect(answer.status(), path).toBe(403);
        expect(await answer.text()).toContain(says("forbidden-title"));
      }
      // Nothing was changed, nobody was signed out, and the link still works.
      await settings.open();
      await expect(settings.badge).toHaveText(says("badge-portal"));
      await page.goto(link);
      await page.locator("main").getByRole("button").click();
      await expect(page).toHaveURL(/\/settings$/);
    });
  }

  test("is refused when a browser sends it", async ({ page, watch, program, settings, says }) => {
    watch.expectStatus(403);
    const trap = `<form method="post" action="${program.url}/et/sign-out"><button>Win</button></form>`;
    await elsewhere(trap, async (url) => {
      await page.goto(url);
      await page.getByRole("button").click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("forbidden-title"));
    });
    await settings.open();
    await expect(page.locator(".who")).toContainText("Mari");
  });
});

test("no page stands in another site's frame", async ({ page, watch, program }) => {
  watch.expect(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE/);
  // The window's session does not count in a frame at all.
  watch.expectStatus(401);
  for (const path of ["/et/help", "/et/settings"]) {
    await elsewhere(`<iframe src="${program.url}${path}"></iframe>`, async (url) => {
      const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
      await page.goto(url);
      await refused;
      await expect(page.frameLocator("iframe").locator(".bar")).toHaveCount(0);
    });
  }
});

test("every answer carries the headers that protect it", async ({ page, context, settings, verdict }) => {
  await settings.open();
  await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
  await settings.saveAndTest();
  await verdict.expectPassed();
  const test = new URL(page.url()).pathname;
  const get = (path: string): Promise<APIResponse> => context.request.get(path);
  const answers = {
    settings: await get("/et/settings"),
    test: await get(test),
    letters: await get("/en/demo/letters"),
    help: await get("/en/help/gmail"),
    recognise: await get("/live/recognise?lang=et&domain=gmail.com"),
    events: await get(`/live/tests/${verdict.id}?lang=et`),
    "not found": await get("/et/nothing"),
    "not found in the API": await get("/api/v1/nothing"),
    "refused form": await context.request.post("/et/settings", { form: { ...FORM, company: "1" } }),
    health: await get("/healthz"),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const headers = answer.headers();
    const policy = Object.fromEntries(
      headers["content-security-policy"]!.split(";").map((part) => {
        const [directive, ...sources] = part.trim().split(" ");
        return [directive, sources.join(" ")];
      }),
    );
    expect(policy, name).toEqual({
      "default-src": "'none'",
      "script-src": "'self' 'wasm-unsafe-eval'",
      "style-src": "'self'",
      "img-src": "'self' data:",
      "connect-src": "'self'",
      "form-action": "'self'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
    });
    expect(headers, name).toMatchObject({
      // An event stream is one of the two by its own.
      "cache-control": expect.stringMatching(name === "events" ? /^no-(store|cache)$/ : /^no-store$/),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers["server"], name).toBeUndefined();
  }
});

test("the session's cookie is for the server alone", async ({ context }) => {
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("signing in begins a new session, and the one before ends", async ({ page, context, program }) => {
  const [before] = await context.cookies();
  await page.goto(await program.signInLink(KIVI));
  await page.locator("main").getByRole("button").click();
  await expect(page.locator(".who")).toContainText("Kivi");
  const [after] = await context.cookies();
  expect(after!.value).not.toBe(before!.value);
  const answer = await fetch(`${program.url}/et/settings`, { headers: { cookie: `${before!.name}=${before!.value}` } });
  expect(answer.status).toBe(401);
});

test("a field that the form does not have is refused", async ({ context, settings, says }) => {
  for (const field of ["company", "role", "verified", "user", "secret_version"]) {
    const answer = await context.request.post("/et/settings", { form: { ...FORM, [field]: "1" }, maxRedirects: 0 });
    expect(answer.status(), field).toBe(400);
    expect(await answer.text()).toContain(says("bad-request-title"));
  }
  await settings.open();
  await expect(settings.badge).toHaveText(says("badge-portal"));
});

test("a form that is far too large is refused", async ({ context, says }) => {
  const answer = await context.request.post("/et/settings", {
    form: { ...FORM, display_name: "x".repeat(200_000) },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(413);
  expect(await answer.text()).toContain(says("too-large-title"));
});

test("no way leads to another site", async ({ context, program }) => {
  const other = "//evil.example";
  const paths = [`${other}/`, `${other}/settings`, "/\\evil.example", `/et${other}`, `/?next=${other}`];
  for (const path of paths) {
    const answer = await fetch(program.url + path, { redirect: "manual", headers: { host: "evil.example" } });
    const to = answer.headers.get("location") ?? "/";
    expect(new URL(to, program.url).origin, path).toBe(program.url);
    expect(to.startsWith("//"), path).toBe(false);
  }
  // Nor does a made-up Host header get into a page.
  const answer = await context.request.get("/et/settings", { headers: { "X-Forwarded-Host": "evil.example" } });
  expect(await answer.text()).not.toContain("evil.example");
});

test("nothing is changed by looking", async ({ context, settings, says }) => {
  for (const path of ["/et/tests", "/et/sign-out", "/et/demo/behaviour", "/et/demo/clear"]) {
    expect((await context.request.get(path)).status(), path).toBe(404);
  }
  await settings.open();
  await expect(settings.badge).toHaveText(says("badge-portal"));
});

test.describe("another user", () => {
  /** Looks with another browser, in which somebody else is signed in, or nobody. */
  const withAnother = async (
    context: BrowserContext,
    sign: (other: BrowserContext) => Promise<void>,
    look: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const other = await context.browser()!.newContext();
    await sign(other);
    await look(await other.newPage());
    await other.close();
  };

  test("sees neither the test nor the settings", async ({ context, program, settings, verdict, language, says }) => {
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.saveAndTest();
    await verdict.expectPassed();
    const { id } = verdict;
    const look = async (page: Page): Promise<void> => {
      const answer = await page.goto(`${program.url}/${language}/tests/${id}`);
      expect(answer?.status()).toBe(404);
      const told = await answer?.text();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("not-found-title"));
      const missing = await page.goto(`${program.url}/${language}/tests/01a00000-0000-7000-8000-000000000000`);
      expect(await missing?.text()).toBe(told);
      const events = await page.request.get(`${program.url}/live/tests/${id}?lang=et`);
      expect(events.status()).toBe(404);
      expect(events.headers()["content-type"]).toBe("application/problem+json");
      await page.goto(`${program.url}/${language}/settings`);
      await expect(page.locator("#address")).toHaveValue(KIVI);
      await expect(page.locator("#password-hint")).toHaveText(says("field-password-hint"));
    };
    await withAnother(context, (other) => signIn(other, program, KIVI), look);
  });

  test("who is not signed in sees nothing at all", async ({ context, program, says }) => {
    const look = async (page: Page): Promise<void> => {
      for (const path of ["/et/settings", "/et/tests/x", "/et/demo/letters"]) {
        const answer = await page.goto(program.url + path);
        expect(answer?.status(), path).toBe(401);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign-in-needed-title"));
      }
      const recognise = await page.request.get(`${program.url}/live/recognise?lang=et&domain=gmail.com`);
      expect(recognise.status()).toBe(401);
    };
    await withAnother(context, () => Promise.resolve(), look);
  });
});

test.describe("the password", () => {
  test.use({ environment: { LOG__LEVEL: "trace" } });

  test("is found nowhere: no answer, no file, no log", async ({
    page,
    context,
    program,
    settings,
    verdict,
    letters,
    watch,
  }) => {
    const bodies: Promise<[string, string]>[] = [];
    context.on("response", (response) => {
      const headers = JSON.stringify(response.headers());
      // Redirects have no body.
      const body = response.text().catch(() => "");
      bodies.push(body.then((text) => [response.url(), headers + text]));
    });
    const asked: string[] = [];
    context.on("request", (request) => asked.push(request.url()));

    const sent = PASSWORD.replaceAll(" ", "");
    await settings.open();
    await settings.fill({ address: "mari@gmail.com", password: PASSWORD });
    await settings.showPassword.click();
    await settings.saveAndTest();
    await verdict.expectPassed();
    await letters.answerLike("gmail-bad-credentials");
    // Refused forms too: a mistake in another field, and a password for another server.
    watch.expectStatus(422);
    await settings.open();
    await settings.fill({ port: "26", password: PASSWORD });
    await settings.saveButton.click();
    await expect(settings.errors).toBeVisible();
    await settings.ready();
    await settings.fill({ port: "465", password: PASSWORD });
    await settings.saveAndTest();
    await verdict.expectFailed();
    await verdict.transcript.locator("summary").click();
    await letters.open();
    await context.request.get(`/live/tests/${verdict.id}?lang=et`).catch(() => undefined);

    const base64 = (text: string): string => Buffer.from(text).toString("base64").replace(/=+$/, "");
    const forms = [
      sent,
      PASSWORD,
      encodeURIComponent(PASSWORD),
      PASSWORD.replaceAll(" ", "+"),
      base64(sent),
      base64(`\0mari@gmail.com\0${sent}`),
      Buffer.from(sent).toString("hex"),
    ];
    const places: [string, string][] = [
      ...(await Promise.all(bodies)),
      ...[...(await program.kept())],
      ["the log", program.log],
      ["addresses", asked.join("\n")],
      ["cookies", JSON.stringify(await context.cookies())],
      ["storage", await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))],
    ];
    expect(places.length).toBeGreaterThan(15);
    expect(program.log).toContain("TRACE");
    for (const [place, text] of places) {
      expect(forms.filter((form) => text.includes(form)), place).toEqual([]);
    }
  });
});
