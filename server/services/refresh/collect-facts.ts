import type { RunResult } from "#server/adapters/ssh/run-on-node.ts";
import { factsDifference, type FactsDifference } from "#server/domain/facts-difference.ts";
import { type FactPartName, mergeFacts, type NodeFacts } from "#server/domain/facts.ts";
import { parseFacts } from "#server/domain/parse-facts.ts";
import { splitSections } from "#server/domain/refresh.ts";
import type { RefreshFailureCause } from "#server/domain/node.ts";
import { areSameFacts } from "#server/domain/same-facts.ts";
import { storable } from "#server/domain/storable.ts";

export type PartFailure = { part: FactPartName; reason: string };

/** How one command of a refresh went; `exitCode` null: the answer ended inside it. */
export type SectionOutcome = { key: string; exitCode: number | null; milliseconds: number | null };

export type Collected = { sections: SectionOutcome[] } & (
  | {
      outcome: "read";
      facts: NodeFacts;
      /** Every value is the one known before. */
      isKnown: boolean;
      differences: FactsDifference[];
      partFailures: PartFailure[];
    }
  | { outcome: "failed"; cause: RefreshFailureCause; detail: string }
);

/** Turns a node's answer into facts: parts that cannot be read keep what was known; without identity nothing is taken. */
export function collectFacts(
  earlier: NodeFacts | null,
  { output }: RunResult,
  mark: string,
  asked: { from: Date; until: Date },
): Collected {
  const collected = splitSections(output, mark);
  const sections = [...collected].map(([key, { exitCode, milliseconds }]) => ({
    key: storable(key),
    exitCode: integerOrNull(exitCode),
    milliseconds: integerOrNull(milliseconds),
  }));
  const { parts, failures } = parseFacts(collected, asked.from, asked.until);
  if (!parts.identity) {
    const reason = failures.find(({ part }) => part === "identity")?.reason ?? "it has no sysinfo.";
    return {
      sections,
      outcome: "failed",
      cause: "unparsable",
      detail: `The node's answer cannot be read: ${reason}`,
    };
  }
  const known = earlier?.identity?.value.nodeUuid;
  if (known && known !== parts.identity.nodeUuid) {
    return {
      sections,
      outcome: "failed",
      cause: "identity-changed",
      detail: `The node says it is ${parts.identity.nodeUuid}, but at this address ${known} is known; another machine answers here.`,
    };
  }
  const facts = mergeFacts(earlier, parts, asked.from);
  const isKnown = areSameFacts(earlier, facts);
  return {
    sections,
    outcome: "read",
    facts,
    isKnown,
    differences: isKnown ? [] : factsDifference(earlier, facts),
    partFailures: failures,
  };
}

/** A node's own word may be no number. */
function integerOrNull(number: number | null): number | null {
  return Number.isSafeInteger(number) ? number : null;
}
