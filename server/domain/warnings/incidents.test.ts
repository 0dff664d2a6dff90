import { describe, expect, it } from "vitest";
import { judgeWarnings } from "./judge.ts";
import { compareRelations, relateFindings } from "./root-cause.ts";
import type { Situation } from "./situation.ts";
import { healthyCloud, NOW } from "./testing/healthy-cloud.ts";
import { type Incident, INCIDENTS } from "./testing/incidents.ts";

const AN_HOUR_AGO = new Date(NOW.getTime() - 3_600_000);

function after({ change, silentHostname }: Incident): Situation {
  const situation = healthyCloud(change);
  const nodes = situation.nodes.map((node) => {
    if (node.hostname !== silentHostname || !node.facts) return node;
    const parts = Object.entries(node.facts).map(([name, part]) => [
      name,
      part && { ...part, observedAt: AN_HOUR_AGO },
    ]);
    // Entries of a mapped type lose which part is which; every part gets its own name back.
    return { ...node, facts: Object.fromEntries(parts) as typeof node.facts };
  });
  return { ...situation, nodes };
}

/** As the queue lists them. */
function reviewQueue(situation: Situation) {
  const { findings } = judgeWarnings(situation);
  const withIds = findings.map((finding, at) => ({ ...finding, id: String(at) }));
  const relations = relateFindings(withIds);
  return withIds
    .flatMap(({ id, code, subject }) => {
      const relation = relations.get(id);
      return relation?.rootCauseId === null ? [{ code, about: subject.label, relation }] : [];
    })
    .toSorted((a, b) => compareRelations(a.relation, b.relation))
    .map(({ code, about, relation }) => ({ code, about, effectCount: relation.effectCount }));
}

describe("twenty incidents", () => {
  it("begin in a cloud with nothing to warn of", () => {
    expect(INCIDENTS).toHaveLength(20);
    expect(judgeWarnings(healthyCloud()).findings).toEqual([]);
  });

  it.each(INCIDENTS)("$what: the root cause comes first", (incident) => {
    expect(reviewQueue(after(incident))[0]).toEqual(incident.first);
  });
});
