/** Watches the browser: a test in which something goes wrong unseen has failed. */
import { type BrowserContext, expect } from "@playwright/test";

export class Watch {
  private readonly troubles: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Follows every page of a context, in which scripts run or do not. */
  async follow(context: BrowserContext, scripts: boolean): Promise<void> {
    context.on("console", (message) => {
      // Islands that are not in the front end are said to be so by an error.
      if (["error", "warning"].includes(message.type())) {
        this.note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.note(`page error: ${error.error().stack ?? error.error().message}`));
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // A page was left before everything had come; or scripts are switched off, and so are not fetched.
      const harmless = reason === "net::ERR_ABORTED" || (!scripts && reason === "csp");
      if (!harmless) this.note(`request failed: ${request.url()}: ${reason}`);
    });
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  /** A page that answers with an error status; the browser writes that to its console. */
  expectStatus(status: number): void {
    this.expected.push(new RegExp(`the server responded with a status of ${status} `));
  }

  /** Something else that this test provokes. */
  expect(trouble: RegExp): void {
    this.expected.push(trouble);
  }

  /** Fails where anything else happened. */
  check(): void {
    expect(this.troubles, "nothing goes wrong in the browser").toEqual([]);
  }

  private note(trouble: string): void {
    if (!this.expected.some((expected) => expected.test(trouble))) this.troubles.push(trouble);
  }
}
