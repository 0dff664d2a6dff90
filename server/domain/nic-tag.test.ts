import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNicTags } from "./nic-tag.ts";
import nicTags from "./testing/vectors/03_nictags_overlay_rules_vmadm.json";

const LISTED = nicTags.nictagadm_list.filter(
  ({ args, rc }) => args.includes("-p") && args.includes("|") && rc === 0,
);

describe("parseNicTags", () => {
  it.each(LISTED)("reads every line of nictagadm, case $id", ({ stdout }) => {
    const tags = parseNicTags(stdout);
    if (!tags.isParsed) throw new Error(tags.reason);
    expect(tags.value).toHaveLength(stdout.trim().split("\n").length);
  });

  it("tells the types apart and pads nothing that is not there", () => {
    const text =
      "admin|00:25:90:0:0:20|igb0|normal\nexternal|-|aggr0|aggr\nstub0|-|-|etherstub\ncustomers|-|-|overlay rule\n";
    expect(parseNicTags(text)).toEqual({
      isParsed: true,
      value: [
        { name: "admin", type: "normal", macAddress: "00:25:90:00:00:20", link: "igb0" },
        { name: "external", type: "aggr", macAddress: null, link: "aggr0" },
        { name: "stub0", type: "etherstub", macAddress: null, link: null },
        { name: "customers", type: "overlay rule", macAddress: null, link: null },
      ],
    });
  });

  it("refuses the table for people, and any other text, in one sentence", () => {
    for (const { stdout } of nicTags.nictagadm_list_captures)
      expect(parseNicTags(stdout).isParsed).toBe(false);
    expect(() =>
      fc.assert(
        fc.property(
          fc.string({ minLength: 1 }),
          (text) => text.trim() === "" || !parseNicTags(text).isParsed,
        ),
      ),
    ).not.toThrow();
  });
});
