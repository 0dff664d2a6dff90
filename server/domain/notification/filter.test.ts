import { describe, expect, it } from "vitest";
import { WARNING_CODES } from "../warnings/catalogue.ts";
import { WARNING_FAMILIES } from "../warnings/families.ts";
import { EVERYTHING, isWanted, NotificationFilter, toggledTopics } from "./filter.ts";

const WARNING = { severity: "warning", code: "mtu-path", touches: ["pdc:prague-1", "node:a"] } as const;

describe("isWanted", () => {
  it.each([
    { says: "everything", filter: {}, isIt: true },
    { says: "its severity", filter: { severities: ["warning" as const] }, isIt: true },
    { says: "another severity", filter: { severities: ["critical" as const] }, isIt: false },
    { says: "its code", filter: { topics: ["mtu-path"] }, isIt: true },
    { says: "its family", filter: { topics: ["arp", "mtu"] }, isIt: true },
    { says: "another family", filter: { topics: ["arp"] }, isIt: false },
    { says: "its PDC", filter: { pdcNames: ["brno-1", "prague-1"] }, isIt: true },
    { says: "a PDC whose name begins alike", filter: { pdcNames: ["prague"] }, isIt: false },
    { says: "its code in another PDC", filter: { topics: ["mtu"], pdcNames: ["brno-1"] }, isIt: false },
  ])("$says: $isIt", ({ filter, isIt }) => {
    expect(isWanted({ ...EVERYTHING, ...filter }, WARNING)).toBe(isIt);
  });
});

const FAMILIES = WARNING_FAMILIES.map(({ family }) => family);

describe("NotificationFilter", () => {
  it("offers every code by a family", () => {
    const all = { ...EVERYTHING, topics: FAMILIES };
    expect(WARNING_CODES.filter((code) => !isWanted(all, { ...WARNING, code }))).toEqual([]);
  });

  it("takes families and codes of the catalogue alone, and at least one severity", () => {
    expect(NotificationFilter.safeParse({ ...EVERYTHING, topics: FAMILIES }).success).toBe(true);
    expect(NotificationFilter.safeParse({ ...EVERYTHING, topics: ["weather"] }).success).toBe(false);
    expect(NotificationFilter.safeParse({ ...EVERYTHING, severities: [] }).success).toBe(false);
  });
});

describe("toggledTopics", () => {
  it.each([
    { topics: [], topic: "mtu-jumbo", after: ["mtu-jumbo"] },
    { topics: ["mtu-jumbo", "arp"], topic: "mtu-jumbo", after: ["arp"] },
    { topics: ["mtu-jumbo", "arp-drift"], topic: "mtu", after: ["arp-drift", "mtu"] },
    { topics: ["mtu"], topic: "mtu", after: [] },
  ])("$topics and $topic come to $after", ({ topics, topic, after }) => {
    expect(toggledTopics(topics, topic)).toEqual(after);
  });
});
