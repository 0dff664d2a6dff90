import { expect, it } from "vitest";
import { ApplyReport } from "./apply-report.ts";

it.each([{ hostnames: ["bts01"] }, { pdcName: "bru-1" }, { overlayRuleName: "customers" }])(
  "takes %o",
  (report) => {
    expect(ApplyReport.parse(report)).toEqual(report);
  },
);

it.each([
  undefined,
  null,
  {},
  [],
  "bts01",
  { hostnames: [] },
  { hostnames: "bts01" },
  { hostnames: [""] },
  { hostnames: ["x".repeat(256)] },
  { hostnames: Array.from({ length: 10_001 }, () => "bts01") },
  { pdcName: "bru-1", hostnames: ["bts01"] },
  { overlayRuleName: 5 },
])("refuses with one sentence what does not say in one way where: %o", (report) => {
  const { error } = ApplyReport.safeParse(report);
  expect(error?.issues).toHaveLength(1);
  expect(error?.issues[0]?.message).toMatch(/^(Say where: |Name |Write a hostname|A hostname has ).*\.$/);
});
