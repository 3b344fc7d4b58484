/** The product's own sentences, read from `locales/`: what a page must say is said there, not again in the tests. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { locales } from "./paths.js";

export const LANGUAGES = ["et", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Words = Record<string, string>;

/** Messages and their attributes (`key.attribute`) that stand on one line. */
function read(language: Language): Map<string, string> {
  const sentences = new Map<string, string>();
  const folder = join(locales, language);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    let message = "";
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const found = /^(?<key>[a-z][\w-]*|\s+\.[\w-]+) = (?<text>.+)$/.exec(line)?.groups;
      if (!found?.key || !found.text) continue;
      const key = found.key.trim();
      if (!key.startsWith(".")) message = key;
      sentences.set(key.startsWith(".") ? message + key : key, found.text);
    }
  }
  return sentences;
}

const sentences = { et: read("et"), en: read("en") };
const PLACE = /\{ ?\$([\w-]+) ?\}/g;

function sentence(language: Language, key: string): string {
  const text = sentences[language].get(key);
  if (text === undefined) throw new Error(`locales/${language} has no ${key}`);
  return text;
}

/** A sentence with its words set in; each has to be given. */
export function say(language: Language, key: string, words: Words = {}): string {
  return sentence(language, key).replace(PLACE, (_, name: string) => {
    const word = words[name];
    if (word === undefined) throw new Error(`${key} wants the word ${name}`);
    return word;
  });
}

/** A sentence in which the words not given may be anything. */
export function saying(language: Language, key: string, words: Words = {}): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pieces = sentence(language, key).split(PLACE);
  const pattern = pieces.map((piece, at) => {
    if (at % 2 === 0) return literal(piece);
    const word = words[piece];
    return word === undefined ? ".+" : literal(word);
  });
  return new RegExp(`^${pattern.join("")}$`, "u");
}

/** All keys that begin so. */
export function keys(prefix: string): string[] {
  return [...sentences.et.keys()].filter((key) => key.startsWith(prefix) && !key.includes("."));
}
