import { describe, expect, it } from "vitest";
import { ALGORITHMS, algorithmsFor } from "./algorithms.ts";

describe("the host keys asked for", () => {
  it.each([
    { type: "ed25519" as const, first: "ssh-ed25519" },
    { type: "ecdsa" as const, first: "ecdsa-sha2-nistp256" },
    { type: "rsa" as const, first: "rsa-sha2-512" },
  ])("begin with the pinned one's type, $type, and are the same ones", ({ type, first }) => {
    const { serverHostKey } = algorithmsFor({ pinnedType: type });
    expect(serverHostKey).toEqual(expect.arrayContaining(ALGORITHMS.serverHostKey));
    expect(Array.isArray(serverHostKey) && serverHostKey[0]).toBe(first);
  });

  it("are of one type alone where only that is wanted", () => {
    expect(algorithmsFor({ onlyType: "rsa" }).serverHostKey).toEqual(["rsa-sha2-512", "rsa-sha2-256"]);
  });

  it("keep their order where no type is known", () => {
    expect(algorithmsFor({})).toBe(ALGORITHMS);
  });
});
