import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadSshIdentity } from "./ssh-identity.ts";

const folder = mkdtempSync(join(tmpdir(), "overmesh-identity-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the SSH identity", () => {
  it("is made once, for its owner only, and is the same afterwards", () => {
    const path = join(folder, "ssh", "id_ed25519");
    const made = loadSshIdentity(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadSshIdentity(path)).toEqual(made);
    expect(made.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ overmesh$/);
  });

  it("can always be read back, though the generator makes malformed keys now and then", () => {
    for (let count = 0; count < 600; count++) {
      expect(() => loadSshIdentity(join(folder, `key-${count}`))).not.toThrow();
    }
  });

  it("says in one sentence that a file holds no key", () => {
    const path = join(folder, "no-key");
    writeFileSync(path, "hello");
    expect(() => loadSshIdentity(path)).toThrow("does not hold an unencrypted private key");
  });
});
