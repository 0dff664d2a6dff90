import { describe, expect, it } from "vitest";
import { confirmableFingerprint } from "./host-key-dialog.tsx";

const [OLD, NEW] = ["SHA256:old", "SHA256:new"];

describe("confirmableFingerprint", () => {
  it.each([
    { title: "a node that showed none yet", isConfirmed: false, known: null, offered: null, expected: null },
    { title: "a quarantined node", isConfirmed: false, known: OLD, offered: null, expected: OLD },
    { title: "a confirmed node", isConfirmed: true, known: OLD, offered: null, expected: null },
    {
      title: "a confirmed node that shows another key",
      isConfirmed: true,
      known: OLD,
      offered: NEW,
      expected: NEW,
    },
  ])("is $expected for $title", ({ isConfirmed, known, offered, expected }) => {
    const node = { isConfirmed, hostKeyFingerprint: known, offeredFingerprint: offered };
    expect(confirmableFingerprint(node)).toBe(expected);
  });
});
