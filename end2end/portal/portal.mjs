/** An example of a portal: it knows its people, signs launch tokens, and shows Saatja inside its own page. */
import { once } from "node:events";
import { createServer } from "node:http";
import * as pages from "./pages.mjs";
import { Signer } from "./tokens.mjs";

/** @typedef {import("./tokens.mjs").Person} Person */

/** @type {Person} */
const MARI = {
  sub: "kasutaja-17",
  name: "Mari Maasikas",
  email: "mari@naidis.ee",
  role: "admin",
  company: "firma-4",
  company_name: "Portaali Näidis OÜ",
  lang: "et",
};

export class Portal {
  signer = new Signer();
  /** Saatja's address; told once it is known. */
  saatja = "";
  /** Who sits at the browser. */
  person = MARI;
  #server = createServer((request, answer) => {
    const path = new URL(request.url ?? "/", "http://portal").pathname;
    const content = this.#page(path);
    answer.writeHead(content ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // Not `no-referrer` or `same-origin`: browsers then hide the origin of a posted form.
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    answer.end(content ?? pages.page("Sellist lehte pole", ""));
  });

  /** @param {string} id its name in Saatja's configuration */
  constructor(id) {
    this.id = id;
  }

  /** @param {number} [port] any that is free, where none is named */
  async listen(port = 0) {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  /** Its origin. For browsers localhost and 127.0.0.1, where Saatja is, are two different sites. */
  get origin() {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the portal does not listen");
    return `http://localhost:${address.port}`;
  }

  /**
   * A launch token about the person at the browser.
   * @param {Record<string, unknown>} [more] other claims
   */
  token(more = {}) {
    return this.signer.token(this.id, this.saatja, { ...this.person, ...more });
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {string} path */
  #page(path) {
    switch (path) {
      case "/":
        return pages.home();
      case "/embedded":
        return pages.embedded(this.saatja, this.token({ embed: true }));
      case "/window":
        return pages.ownWindow(this.saatja, this.token());
      default:
        return undefined;
    }
  }
}
