/** Launch tokens (docs/sign-in.md): how a portal says who somebody is. */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

/**
 * @typedef {object} Person
 * @property {string} sub
 * @property {string} name
 * @property {string} email
 * @property {"user" | "admin"} role
 * @property {string} company
 * @property {string} company_name
 * @property {string} [lang]
 */

/** @param {unknown} value */
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export class Signer {
  kid = "example-1";
  #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

  /** What the operator registers. */
  get publicKey() {
    return this.#keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  }

  /**
   * A token about a person, good for a minute.
   * @param {string} issuer the portal's name in Saatja's configuration
   * @param {string} audience Saatja's own address
   * @param {Person & Record<string, unknown>} person
   */
  token(issuer, audience, person) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: audience, iat: now, nbf: now, exp: now + 60, jti: randomUUID(), ...person };
    const signed = `${part({ typ: "JWT", alg: "ES256", kid: this.kid })}.${part(claims)}`;
    const key = { key: this.#keys.privateKey, dsaEncoding: /** @type {const} */ ("ieee-p1363") };
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  }
}
