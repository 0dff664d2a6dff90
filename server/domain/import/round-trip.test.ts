import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DelegationDraft } from "../delegation.ts";
import type { NetworkValues } from "../network/draft.ts";
import { addressCells, addressObject, readAddressRow } from "./address-row.ts";
import {
  delegationCells,
  delegationObject,
  draftOfDelegation,
  groupDelegationRows,
} from "./delegation-row.ts";
import { type Exported, formatFile } from "./export.ts";
import { networkCells, networkChanges, networkObject, draftOfRow, readNetworkRow } from "./network-row.ts";
import { FILE_FORMATS, type ImportNoun } from "./noun.ts";
import { readFile } from "./read-file.ts";

/** One line, as everything that is stored. */
const line = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constantFrom("=1", "'@x", "-", "next-free", "yes"),
  )
  // oxlint-disable-next-line no-control-regex
  .map((text) => text.replace(/[\u0000-\u001f\u007f]/g, "").trim());
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{2,20}$/);
const address = fc.ipV4();

const network: fc.Arbitrary<NetworkValues & { vdcName: string }> = fc.record({
  vdcName: name,
  name,
  alias: line.map((text) => text || "alias"),
  description: line,
  access: fc.constantFrom("public", "private", "deleted"),
  subnet: fc.constant("10.0.0.0/24"),
  gateway: fc.option(address),
  resolvers: fc.array(address, { maxLength: 8 }),
  dnsDomain: fc.constantFrom("", "example.org"),
  ptrDomain: fc.constantFrom("", "0.0.10.in-addr.arpa"),
  isDhcpPassthrough: fc.boolean(),
  overlayRuleName: fc.option(name),
  nicTagName: fc.option(name),
  vxlanId: fc.option(fc.integer({ min: 1, max: 16_777_215 })),
  vlanId: fc.integer({ min: 0, max: 4094 }),
  mtuBytes: fc.integer({ min: 576, max: 9000 }),
  isVxlanShared: fc.constant(false),
  addressScopeRuleName: fc.constant(null),
});

const range = fc.constantFrom("1", "3-9", "100-199,205");
const delegation: fc.Arbitrary<DelegationDraft> = fc.record({
  isRestricted: fc.boolean(),
  networkCountMax: fc.option(fc.integer({ min: 0, max: 1000 })),
  vxlanDelegations: fc.array(
    fc.record({
      overlayRuleNames: fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 3 })),
      vxlanIds: range,
      sharedVlanIds: fc.option(range),
    }),
    { maxLength: 3 },
  ),
  vlanDelegations: fc.array(
    fc.record({ overlayRuleName: fc.option(name), nicTagName: fc.option(name), vlanIds: range }),
    { maxLength: 3 },
  ),
});

const rowsOf = (noun: ImportNoun, format: (typeof FILE_FORMATS)[number], exported: readonly Exported[]) =>
  readFile(formatFile(noun, format, exported)).file?.rows ?? [];

describe.each(FILE_FORMATS)("what is written as %s is read as it was", (format) => {
  it("networks", () => {
    fc.assert(
      fc.property(fc.array(network, { minLength: 1, maxLength: 5 }), (networks) => {
        const exported = networks.map((each) => ({
          cells: [networkCells(each)],
          object: networkObject(each),
        }));
        const rows = rowsOf("networks", format, exported).map(readNetworkRow);
        expect(rows).toHaveLength(networks.length);
        for (const [index, row] of rows.entries()) {
          const written = networks[index];
          if (!written) throw new Error("a row too many");
          const { draft } = draftOfRow(row, null);
          expect(draft && networkChanges(written, draft)).toEqual([]);
          expect(row).toMatchObject({ name: written.name, vdcName: written.vdcName, problems: [] });
        }
      }),
    );
  });

  it("addresses", () => {
    const listed = fc.record({
      vdcName: name,
      networkName: name,
      address,
      usage: fc.constantFrom("server" as const, "other" as const),
      note: line,
    });
    fc.assert(
      fc.property(fc.array(listed, { minLength: 1, maxLength: 5 }), (addresses) => {
        const exported = addresses.map((each) => ({
          cells: [addressCells(each)],
          object: addressObject(each),
        }));
        const rows = rowsOf("addresses", format, exported).map(readAddressRow);
        expect(
          rows.map(({ vdcName, networkName, address: given, usage, note }) => ({
            vdcName,
            networkName,
            address: given,
            usage,
            note,
          })),
        ).toEqual(addresses);
      }),
    );
  });

  it("delegations", () => {
    fc.assert(
      fc.property(name, delegation, (vdcName, written) => {
        const row = { vdcName, delegation: written };
        const exported = [{ cells: delegationCells(row), object: delegationObject(row) }];
        const [read] = groupDelegationRows(rowsOf("delegations", format, exported));
        const current = { isRestricted: !written.isRestricted, networkCountMax: 7 };
        expect(read && draftOfDelegation(read, current, []).draft).toEqual(written);
      }),
    );
  });
});
