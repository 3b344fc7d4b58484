/** What holds for every page: the rules of WCAG 2.2 AA as far as a program can tell, and no sideways scrolling. */
import { AxeBuilder } from "@axe-core/playwright";
import { type Locator, type Page, expect } from "@playwright/test";
import { join } from "node:path";
import { screens } from "./paths.js";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Axe finds nothing. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // No page has frames, so axe needs no page of its own to put results together.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  const found = violations.map(({ id, nodes }) => ({
    rule: id,
    at: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  }));
  expect(found, `axe on ${name}`).toEqual([]);
}

/** The page is as wide as the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(widths.page, "no sideways scrolling").toBeLessThanOrEqual(widths.window);
}

/** A picture of the whole page, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true, animations: "disabled" });
}

/** What has the focus shows it: an outline or a shadow of its own, or of the label around it. */
export async function expectVisibleFocus(page: Page): Promise<void> {
  const focused = page.locator(":focus");
  await expect(focused).toHaveCount(1);
  const seen = await focused.evaluate((element) => {
    const shows = (one: Element | null): boolean => {
      if (!one) return false;
      const style = getComputedStyle(one);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return outlined || style.boxShadow !== "none";
    };
    const box = element.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return { shown: shows(element) || shows(element.closest("label")), inside, what: element.outerHTML.slice(0, 120) };
  });
  expect(seen, seen.what).toMatchObject({ shown: true, inside: true });
}

/** Presses Tab until an element has the focus; each stop on the way shows it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press("Tab");
    await expectVisibleFocus(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${target}`);
}
