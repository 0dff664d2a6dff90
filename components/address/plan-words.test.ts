import { expect, it } from "vitest";
import { AddressesDraft } from "#server/domain/address/draft.ts";
import { planAddresses, type TakenAddresses } from "#server/domain/address/plan.ts";
import { rangesOf } from "#server/domain/address/range.ts";
import { addressSpaceOf } from "#server/domain/address/space.ts";
import { countIds } from "#server/domain/id-range.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { planSentences } from "./plan-words.ts";

const SPACE = addressSpaceOf({ subnet: "10.0.0.0/24", gateway: "10.0.0.1" });
const of = (...addresses: string[]) => rangesOf(addresses.map((address) => parseIpv4(address) ?? 0));
const NONE: TakenAddresses = { listed: [], usedByVms: [], usedByNodes: [] };

function sentences(
  choice: object,
  { taken = {}, usage = "server" }: { taken?: Partial<TakenAddresses>; usage?: string } = {},
) {
  const draft = AddressesDraft.parse({ choice, usage });
  const plan = planAddresses(draft, SPACE, { ...NONE, ...taken });
  const preview = { ...plan, listingCount: countIds(plan.listing), listingRangeCount: plan.listing.length };
  return planSentences(preview, draft, SPACE);
}

it("says what is listed and what is left out", () => {
  expect(sentences({ kind: "ranges", ranges: "10.0.0.0-10" })).toEqual([
    "9 addresses are listed for servers: 10.0.0.2–10.0.0.10.",
    "Left out: 10.0.0.0 (network address), 10.0.0.1 (gateway).",
  ]);
});

it("says what cannot be taken, and why", () => {
  const taken = {
    listed: of("10.0.0.3"),
    usedByNodes: of("10.0.0.4"),
    usedByVms: of("10.0.0.5", "10.0.0.6"),
  };
  expect(sentences({ kind: "ranges", ranges: "10.0.0.2-7" }, { taken, usage: "other" })).toEqual([
    "2 addresses are reserved: 10.0.0.2, 10.0.0.7.",
    "Listed already and left as it is: 10.0.0.3.",
    "Used by a compute node and left out: 10.0.0.4.",
    "Used by VMs and not reserved: 10.0.0.5–10.0.0.6.",
  ]);
  expect(sentences({ kind: "count", count: 1, start: "10.0.0.5" }, { taken })).toEqual([
    "1 address is listed for servers: 10.0.0.7.",
    "Used by VMs and passed over: 10.0.0.5–10.0.0.6.",
  ]);
});

it("counts the ranges it does not show", () => {
  const odd = Array.from({ length: 20 }, (_, index) => `10.0.0.${3 + 2 * index}`).join(",");
  expect(sentences({ kind: "ranges", ranges: odd })[0]).toBe(
    "20 addresses are listed for servers: 10.0.0.3, 10.0.0.5, 10.0.0.7, 10.0.0.9, 10.0.0.11, 10.0.0.13 and 14 more ranges.",
  );
});

it("says nothing of what is refused", () => {
  expect(sentences({ kind: "ranges", ranges: "10.9.0.1" })).toEqual([]);
});
