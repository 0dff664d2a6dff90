import { parseInteger } from "./parsed.ts";

type KeyBits = { first: number; last: number };

const AES: KeyBits = { first: 128, last: 256 };
const ENCRYPTION: Record<string, KeyBits | null> = {
  aes: AES,
  "aes-ccm8": AES,
  "aes-ccm12": AES,
  "aes-ccm": AES,
  "aes-gcm8": AES,
  "aes-gcm12": AES,
  "aes-gcm": AES,
  blowfish: { first: 32, last: 448 },
  des: null,
  "3des": null,
  null: null,
  none: null,
  any: null,
};
const AUTHENTICATION = ["md5", "sha1", "sha256", "sha384", "sha512", "any", "none"];
const ALIASES: Record<string, string> = {
  "aes-cbc": "aes",
  "aes-ccm16": "aes-ccm",
  "aes-gcm16": "aes-gcm",
  "des-cbc": "des",
  "3des-cbc": "3des",
  "blowfish-cbc": "blowfish",
  sha: "sha1",
};

/** One spelling for each ESP cipher, with the key length if it was given; null: ipsecconf does not know it. */
export function encryptionAlgorithm(text: string): string | null {
  const [, written = "", bits] = /^([a-z0-9-]+)(?:\(([\d.]+)\))?$/.exec(text.toLowerCase()) ?? [];
  const name = ALIASES[written] ?? written;
  if (!Object.hasOwn(ENCRYPTION, name)) return null;
  if (bits === undefined) return name;
  const [low = "", high = low] = bits.split("..");
  const range = ENCRYPTION[name];
  const first = low === "" ? 0 : parseInteger(low, 0, 65_535);
  const last = high === "" ? 65_535 : parseInteger(high, 0, 65_535);
  if (!range || first === null || last === null || first > range.last || last < range.first) return null;
  return `${name}(${bits})`;
}

/** One spelling for each HMAC; null: ipsecconf does not know it. */
export function authenticationAlgorithm(text: string): string | null {
  const written = text.toLowerCase().replace(/^hmac-/, "");
  const name = ALIASES[written] ?? written;
  return AUTHENTICATION.includes(name) ? name : null;
}

/** False for ciphers that authenticate by themselves. */
export function areAlgorithmsCombinable(encryption: string | null): boolean {
  return !/^aes-(ccm|gcm)/.test(encryption ?? "");
}
