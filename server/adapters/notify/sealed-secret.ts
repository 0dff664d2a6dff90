import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** The form that libraries of the Standard Webhooks specification read. */
const SECRET_PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** Of its own for this use, so that nothing else made from the secret tells it. */
export function sealingKeyOf(overmeshSecret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", overmeshSecret, "", "webhook-secrets", KEY_BYTES));
}

export function makeWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** The bytes that sign. */
export function signingKeyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
}

/** AES-256-GCM; readable again only for the same `owner`. */
export function seal(secret: string, owner: string, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** null: it was sealed with another key or for another owner, or was changed. */
export function unseal(sealed: string, owner: string, key: Buffer): string | null {
  const bytes = Buffer.from(sealed, "base64");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(owner))
      .setAuthTag(tag);
    const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8");
    return opened + decipher.final("utf8");
  } catch {
    return null;
  }
}
