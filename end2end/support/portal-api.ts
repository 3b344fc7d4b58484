/** What a portal does through the API: handing mass mailings and letters over. */
import { type Program } from "./program.js";

interface Page {
  items: { id: string; email: string }[];
}

export class PortalApi {
  private constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly company: string,
  ) {}

  static async of(program: Program): Promise<PortalApi> {
    const key = await program.apiKey();
    const url = `${program.url}/api/v1`;
    const companies = await ask(`${url}/companies`, key);
    const { items } = (await companies.json()) as Page;
    return new PortalApi(url, key, `/companies/${items[0]!.id}`);
  }

  private async user(email: string): Promise<string> {
    const users = await ask(`${this.url}${this.company}/users`, this.key);
    const { items } = (await users.json()) as Page;
    return `${this.company}/users/${items.find((user) => user.email === email)!.id}`;
  }

  /** Hands a batch over that waits for a person to start it; gives its id. */
  async batch(email: string, letters: number, name = "Arved, november 2026"): Promise<string> {
    const lines = Array.from({ length: letters }, (_, number) =>
      JSON.stringify({ to: [{ address: `klient${number}@klient.ee` }], subject: `Arve ${number}`, text: "Tere!" }),
    );
    const path = `${await this.user(email)}/batches?name=${encodeURIComponent(name)}&paused=true`;
    const answer = await ask(this.url + path, this.key, {
      method: "POST",
      body: lines.join("\n") + "\n",
      headers: { "content-type": "application/x-ndjson", "idempotency-key": `${name} ${letters}`.replace(/\W+/g, "-") },
    });
    const { batch_id } = (await answer.json()) as { batch_id: string };
    return batch_id;
  }

  /** How a batch stands. */
  async state(batch: string): Promise<{ state: string; counts: Record<string, number> }> {
    const answer = await ask(`${this.url}${this.company}/batches/${batch}`, this.key);
    return (await answer.json()) as { state: string; counts: Record<string, number> };
  }
}

async function ask(url: string, key: string, more: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, { ...more, headers: { ...more.headers, authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
