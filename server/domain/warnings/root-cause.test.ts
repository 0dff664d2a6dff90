import { describe, expect, it } from "vitest";
import type { WarningCode } from "./catalogue.ts";
import { type RelatedFinding, relateFindings } from "./root-cause.ts";

const about = (
  code: WarningCode,
  key: string,
  touches: string[] = [],
  severity: RelatedFinding["severity"] = "warning",
): RelatedFinding => ({
  id: `${code} ${key}`,
  code,
  severity,
  subject: { kind: key.startsWith("link:") ? "link" : key.startsWith("pdcs:") ? "pdc-pair" : "node", key },
  touches: [key, ...touches],
});

function rootsOf(findings: readonly RelatedFinding[]): Record<string, string | null> {
  return Object.fromEntries([...relateFindings(findings)].map(([id, { rootCauseId }]) => [id, rootCauseId]));
}

describe("relateFindings", () => {
  it("tells thirty findings about a dead node as its effects, those of its links among them", () => {
    const links = Array.from({ length: 28 }, (_, at) =>
      about("ipsec-key-differs", `link:["x","${at}"]`, ["node:x", `node:${at}`], "critical"),
    );
    const findings = [
      ...links,
      about("node-facts-stale", "node:x"),
      about("arp-drift", 'arp-table:["customers","x"]', ["rule:customers", "node:x", "node:1", "node:2"]),
      about("node-unreachable", "node:x"),
    ];
    const relations = relateFindings(findings);
    expect(relations.get("node-unreachable node:x")).toEqual({
      rootCauseId: null,
      effectCount: 30,
      urgency: 0,
    });
    expect([...relations.values()].filter(({ rootCauseId }) => rootCauseId === null)).toHaveLength(1);
  });

  it("leaves alone what has to do with living nodes too", () => {
    const peers = about("ipsec-policy-missing", "node:a", ["node:dead", "node:b"]);
    const weak = about("ipsec-weak-group", "ike-group:5", ["node:dead", "node:a"]);
    expect(rootsOf([about("node-unreachable", "node:dead"), peers, weak])).toMatchObject({
      [peers.id]: null,
      [weak.id]: null,
    });
  });

  it("goes down to the deepest cause", () => {
    const tag = about("requirement-external-tag", "node:a");
    const address = about("requirement-external-address", "node:a");
    const policy = about("ipsec-policy-missing", "node:b", ["node:a"], "critical");
    const key = about("ipsec-key-missing", "node:b", ["node:a"], "critical");
    expect(rootsOf([key, policy, address, tag])).toEqual({
      [tag.id]: null,
      [address.id]: tag.id,
      [policy.id]: tag.id,
      [key.id]: tag.id,
    });
    expect(relateFindings([key, policy, address, tag]).get(tag.id)).toMatchObject({
      effectCount: 3,
      urgency: 0,
    });
  });

  it("tells what lies between two nearly equal PDC names as their effect, and nothing about a third", () => {
    const pdcs = ["pdc:alpha", "pdc:a1pha"];
    const similar = about("pdc-name-similar", "pdcs:1", pdcs);
    const between = about("ipsec-key-missing", "node:a", [...pdcs, "node:b"]);
    const beyond = about("ipsec-key-missing", "node:c", ["pdc:alpha", "pdc:bravo", "node:d"]);
    expect(rootsOf([similar, between, beyond])).toMatchObject({
      [between.id]: similar.id,
      [beyond.id]: null,
    });
  });

  it("does not hide an open port under a rule that differs", () => {
    const guard = about("ipsec-clear-text-guard-missing", "node:a", ["rule:customers"], "critical");
    const differs = about("rule-differs", "rule:customers", ["node:a", "node:b"]);
    expect(rootsOf([guard, differs])[guard.id]).toBeNull();
  });

  it("does not blame a node's policy for what its peer lacks", () => {
    const policy = about("ipsec-policy-missing", "node:a", ["node:b"]);
    const key = about("ipsec-key-missing", "node:b", ["node:a"]);
    expect(rootsOf([policy, key])[key.id]).toBeNull();
  });

  it("says the same in whatever order the findings come", () => {
    const findings = [
      about("node-unreachable", "node:a"),
      about("node-host-key-changed", "node:b"),
      about("ipsec-key-differs", 'link:["a","b"]', ["node:a", "node:b"]),
      about("arp-collision", "arp-claim:1", ["rule:customers", "node:b", "node:a"]),
    ];
    expect(rootsOf(findings.toReversed())).toEqual(rootsOf(findings));
  });
});
