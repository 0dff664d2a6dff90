/** ESP transform as it goes on the wire; all sizes in bytes. */
export type EspTransform = { name: string; ivBytes: number; alignBytes: number; icvBytes: number };

export const ESP_HEADER_BYTES = 8;
/** Pad length and next header. */
export const ESP_TRAILER_BYTES = 2;

/** RFC 2404, RFC 4868; HMAC-MD5 as in RFC 2403. */
const ICV_BYTES_BY_INTEGRITY: Readonly<Record<string, number>> = {
  md5: 12,
  sha1: 12,
  sha256: 16,
  sha384: 24,
  sha512: 32,
};

/** `alignBytes` is the cipher's block, and 4 where there is none (RFC 4303, 2.4). */
const BLOCK_CIPHERS: Readonly<Record<string, { ivBytes: number; alignBytes: number }>> = {
  "aes-cbc": { ivBytes: 16, alignBytes: 16 },
  "3des": { ivBytes: 8, alignBytes: 8 },
  blowfish: { ivBytes: 8, alignBytes: 8 },
  null: { ivBytes: 0, alignBytes: 4 },
};

const BLOCK_NAME = /^(?:(aes-cbc)(?:-(?:128|192|256))?|(null))\/(sha1|sha256|sha384|sha512)$/;
const COMBINED_NAME = /^aes-(?:gcm|ccm)(?:-(?:128|192|256))?(?:-(8|12|16))?$/;
const ICV_BYTES_COMBINED = 16;

/** What the field's product sets up: AES-CBC with HMAC-SHA-512. */
export const DANUBE_ESP: EspTransform = { name: "aes-cbc/sha512", ivBytes: 16, alignBytes: 16, icvBytes: 32 };

/**
 * Reads `aes-cbc-256/sha256`, `null/sha1`, `chacha20-poly1305` and `aes-gcm-128` or `aes-ccm-128-8`: the key length may be
 * left out, the last number is the ICV's and 16 unless given. null: no such transform.
 */
export function parseEspTransform(name: string): EspTransform | null {
  if (name === "chacha20-poly1305") return combinedMode(name, ICV_BYTES_COMBINED);
  const combined = COMBINED_NAME.exec(name);
  if (combined) return combinedMode(name, Number(combined[1] ?? ICV_BYTES_COMBINED));
  const [, aes, none, integrity] = BLOCK_NAME.exec(name) ?? [];
  return blockMode(name, aes ?? none, integrity ?? null);
}

/**
 * The transform a node's policy names in illumos's words (ipsecalgs(5)): `aes`, `aes(256)`, `aes-gcm(128)` with `sha512`.
 * null: not named, or not known here.
 */
export function espTransformOfPolicy(
  encryption: string | null,
  authentication: string | null,
): EspTransform | null {
  if (encryption === null) return null;
  const cipher = encryption.toLowerCase().replace(/\(.*\)$/, "");
  const integrity =
    authentication
      ?.toLowerCase()
      .replace(/^hmac-/, "")
      .replace(/^sha-?(?=\d)/, "sha") ?? null;
  if (cipher === "aes-gcm" || cipher === "aes-ccm") return combinedMode(cipher, ICV_BYTES_COMBINED);
  const block = { aes: "aes-cbc", "3des-cbc": "3des", "blowfish-cbc": "blowfish" }[cipher] ?? cipher;
  const hash = integrity === "sha" ? "sha1" : integrity;
  return blockMode(hash === null ? block : `${block}/${hash}`, block, hash);
}

/** Encrypted part of one packet: padded so that data + pad + 2 trailer bytes fill whole blocks (RFC 4303, 2.4). */
export function espPayloadBytes(clearBytes: number, esp: EspTransform): number {
  return Math.ceil((clearBytes + ESP_TRAILER_BYTES) / esp.alignBytes) * esp.alignBytes;
}

/** RFC 4106, RFC 4309, RFC 7634: an IV of 8 bytes, no block to fill. */
function combinedMode(name: string, icvBytes: number): EspTransform {
  return { name, ivBytes: 8, alignBytes: 4, icvBytes };
}

function blockMode(
  name: string,
  cipherName: string | undefined,
  integrity: string | null,
): EspTransform | null {
  const cipher = Object.entries(BLOCK_CIPHERS).find(([known]) => known === cipherName)?.[1];
  const icv = Object.entries(ICV_BYTES_BY_INTEGRITY).find(([known]) => known === integrity)?.[1];
  if (!cipher || (integrity !== null && icv === undefined)) return null;
  return { name, ...cipher, icvBytes: icv ?? 0 };
}
