import { expect, it } from "vitest";
import { deletionSentences, usedSentence } from "./deletion-words.ts";

const NETWORK = {
  subnet: "10.1.0.0/24",
  overlayRuleName: "customers",
  nicTagName: null,
  vxlanId: 100,
  vlanId: 0,
};
const PREVIEW = {
  vmCount: 0,
  vmNames: [],
  addressCount: 0,
  otherNetworkOnVxlanCount: 0,
  restSeconds: 86_400,
};

it("says what happens to the subnet, the addresses and the id, and how long it can come back", () => {
  expect(deletionSentences(NETWORK, { ...PREVIEW, addressCount: 2 }).slice(1)).toEqual([
    "2 listed addresses go with it.",
    "VXLAN 100 rests for 1 day before it is given out again.",
    "It can be restored for 1 day, with its ids, addresses and history.",
  ]);
});

it("says when the id goes on being used, and when nothing rests", () => {
  expect(deletionSentences(NETWORK, { ...PREVIEW, otherNetworkOnVxlanCount: 1 })).toContain(
    "VXLAN 100 stays in use by 1 other network of this vDC.",
  );
  expect(deletionSentences(NETWORK, { ...PREVIEW, restSeconds: 0 }).slice(1)).toEqual([
    "VXLAN 100 may be given out again at once.",
    "It cannot be restored.",
  ]);
  const onTag = { ...NETWORK, overlayRuleName: null, nicTagName: "lan", vxlanId: null };
  expect(deletionSentences(onTag, PREVIEW)).toHaveLength(2);
});

it("names the VMs in the way", () => {
  expect(usedSentence({ vmCount: 3, vmNames: ["db", "web"] })).toMatch(/^VMs db, web and 1 more use it,/);
});
