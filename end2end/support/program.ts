/** The program under test: `saatja serve` as a demo, with a folder, ports and a DNS server of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Gate } from "./gate.js";
import { Names } from "./names.js";
import { demoConfig, site } from "./paths.js";

/** The demo's user. */
export const MARI = "mari@naidis.ee";
/** The demo's other user, an administrator. */
export const KIVI = "kivi@naidis.ee";

const run = promisify(execFile);
/** Another process may have taken a free port before the program did. */
const ATTEMPTS = 3;

export class Program {
  private output = "";

  private constructor(
    readonly url: string,
    /** Before the demo's mail server with SSL/TLS. */
    readonly gate: Gate,
    private readonly names: Names,
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    const kill = (): boolean => child.kill("SIGKILL");
    process.on("exit", kill);
    child.on("exit", () => process.off("exit", kill));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
  }

  /** Starts it and waits until it is ready. */
  static async start(extra: Record<string, string>): Promise<Program> {
    for (let attempt = 1; ; attempt += 1) {
      const program = await Program.spawn(extra);
      try {
        await program.ready();
        return program;
      } catch (error) {
        await program.close();
        if (attempt === ATTEMPTS || !program.output.includes("in use")) throw error;
      }
    }
  }

  private static async spawn(extra: Record<string, string>): Promise<Program> {
    const [web, tls, starttls] = await freePorts(3);
    const [gate, names] = await Promise.all([Gate.to(tls), Names.start()]);
    const folder = await mkdtemp(join(tmpdir(), "saatja-end2end-"));
    const url = `http://127.0.0.1:${web}`;
    const settings: Record<string, string> = {
      SERVER__LISTEN: `127.0.0.1:${web}`,
      SERVER__BASE_URL: url,
      SERVER__SITE: site,
      SERVER__STOP_SECONDS: "1",
      STORE__SQLITE: join(folder, "saatja.db"),
      STORE__KEYS: join(folder, "keys"),
      DEMO__TLS: `127.0.0.1:${tls}`,
      DEMO__STARTTLS: `127.0.0.1:${starttls}`,
      DEMO__AUTHORITY: join(folder, "authority"),
      NETWORK__EXTRA_CA: JSON.stringify([join(folder, "authority", "ca.pem")]),
      NETWORK__CONNECT_TO: JSON.stringify(await connectTo(gate.port, starttls)),
      NETWORK__DNS: JSON.stringify([names.address]),
      ...extra,
    };
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith("SAATJA_"));
    const own = Object.entries(settings).map(([name, value]) => [`SAATJA_${name}`, value] as const);
    const environment = Object.fromEntries([...others, ...own]);
    const child = spawn(binary(), ["serve", "--config", demoConfig], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Program(url, gate, names, folder, child, environment);
  }

  private async ready(): Promise<void> {
    while (!this.output.includes("Sign in:")) {
      const [ended] = await Promise.race([
        once(this.child, "exit").then(() => [true]),
        once(this.child.stdout!, "data").then(() => [false]),
      ]);
      if (ended) throw new Error(`the program did not start:\n${this.output}`);
    }
    const answer = await fetch(`${this.url}/readyz`);
    if (!answer.ok) throw new Error(`the program is not ready: ${await answer.text()}`);
  }

  /** The link that the demo prints when it starts. */
  get firstLink(): string {
    return /Sign in:\s+(\S+)/.exec(this.output)![1]!;
  }

  /** A link that signs a user in, once. */
  async signInLink(user: string): Promise<string> {
    const { stdout } = await run(binary(), ["sign-in-link", "--config", demoConfig, user], {
      cwd: this.folder,
      env: this.environment,
    });
    return stdout.trim();
  }

  /** A key that opens the API for the demo's company. */
  async apiKey(): Promise<string> {
    const { stdout } = await run(binary(), ["api-key", "add", "--config", demoConfig, "end2end"], {
      cwd: this.folder,
      env: this.environment,
    });
    return stdout.trim();
  }

  /** What it has written to its log and its output. */
  get log(): string {
    return this.output;
  }

  /** What it keeps on disk, byte by byte as Latin-1. */
  async kept(): Promise<Map<string, string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "latin1")] as const)));
  }

  /** Asks it to stop, and sees to it that it does so in order. */
  async stop(): Promise<void> {
    const running = this.child.exitCode === null && this.child.signalCode === null;
    if (running) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    const { exitCode, signalCode } = this.child;
    await this.close();
    if (!running || exitCode !== 0) {
      throw new Error(`the program ended with ${exitCode ?? signalCode}:\n${this.output}`);
    }
  }

  private async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGKILL");
      await once(this.child, "exit");
    }
    this.gate.close();
    this.names.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function binary(): string {
  const path = process.env.SAATJA_PROGRAM;
  if (!path) throw new Error("SAATJA_PROGRAM has to name the built program; script/test browser does it all");
  return path;
}

/** Ports that are free now; all are held at once, so that they differ. */
async function freePorts(count: 3): Promise<[number, number, number]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports as [number, number, number];
}

/** The demo's list of what is dialled where, with the ports of this run. */
async function connectTo(tls: number, starttls: number): Promise<string[]> {
  const config = await readFile(demoConfig, "utf8");
  const rules = [...config.matchAll(/"([^"=]+)=127\.0\.0\.1:(14465|14587)"/g)];
  if (rules.length === 0) throw new Error("script/demo.toml names no destinations");
  return rules.map(([, from, to]) => `${from}=127.0.0.1:${to === "14465" ? tls : starttls}`);
}
