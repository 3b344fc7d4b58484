/** The tests' OpenID provider: the program `test-issuer` of the crate `testkit`. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";

export class Issuer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it at a port of this machine, for one client. */
  static async start(port: number, client: string, secret: string, back: string): Promise<Issuer> {
    const path = join(dirname(process.env.SAATJA_PROGRAM ?? ""), "test-issuer");
    const child = spawn(path, [String(port), client, secret, back], { stdio: ["pipe", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return new Issuer(line.toString().trim(), child);
  }

  /** From now on it is this person who sits at the browser. */
  async seat(claims: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.url}/person`, { method: "PUT", body: JSON.stringify(claims) });
    if (!answer.ok) throw new Error(`the person was not taken: ${answer.status}`);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.stdin?.end();
    await ended;
  }
}
