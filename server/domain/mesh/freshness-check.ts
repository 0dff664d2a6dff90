import type { FactPartName } from "../facts.ts";
import type { Node } from "../node.ts";
import { type Check, checkOf, type Finding } from "./check.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";
import type { LinkKind } from "./link-kind.ts";
import { unknownPathReason } from "./link-kind.ts";

const PARTS: readonly FactPartName[] = [
  "identity",
  "nics",
  "hostVnics",
  "overlayRules",
  "overlays",
  "arpTables",
  "vmVnics",
];
const IPSEC_PARTS: readonly FactPartName[] = [...PARTS, "ipsec", "firewall"];

type Freshness = { checks: Check[]; observedAt: Date | null };

/** What a link's state rests on is as old as the oldest part of either end's facts. */
export function freshnessChecks({ kind, nodes }: LinkEnds, context: LinkContext): Freshness {
  const observedAts = nodes.map((node) => oldestPart(node, kind));
  const known = observedAts.filter((observedAt) => observedAt !== null);
  const observedAt =
    known.length === nodes.length ? (known.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null) : null;
  const noPath = unknownPathReason(nodes);
  return {
    observedAt,
    checks: [
      checkOf("pdc-known", "PDC of both ends", observedAt, [
        noPath
          ? { outcome: "unknown", sentence: noPath }
          : { outcome: "pass", sentence: "Both ends have a PDC name." },
      ]),
      checkOf(
        "facts-fresh",
        "Fresh facts of both ends",
        observedAt,
        nodes.map((node, end) => freshness(node, observedAts[end] ?? null, context)),
      ),
      checkOf("last-refresh", "Last refresh of both ends", observedAt, nodes.map(lastRefreshFinding)),
    ],
  };
}

/** A part that was never read has no age; its own check misses it. */
export function oldestPart({ facts }: Node, kind: LinkKind): Date | null {
  if (!facts?.identity) return null;
  const parts = kind === "ipsecLink" ? IPSEC_PARTS : PARTS;
  const instants = parts.flatMap((name) => facts[name]?.observedAt ?? []);
  return instants.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function freshness(
  { id, hostname }: Node,
  observedAt: Date | null,
  { now, staleAfterSeconds }: LinkContext,
): Finding {
  if (!observedAt) return { outcome: "unknown", sentence: `${hostname} has not been read yet.`, nodeId: id };
  const isFresh = now.getTime() - observedAt.getTime() <= staleAfterSeconds * 1000;
  if (isFresh) return { outcome: "pass", sentence: `The facts of ${hostname} are fresh.`, nodeId: id };
  return { outcome: "fail", sentence: `The facts of ${hostname} are older than the limit.`, nodeId: id };
}

/** Facts from before a refresh that failed may no longer hold. */
function lastRefreshFinding({ id, hostname, lastRefresh }: Node): Finding {
  if (lastRefresh?.outcome === "ok") {
    return { outcome: "pass", sentence: `The last refresh of ${hostname} succeeded.`, nodeId: id };
  }
  const what = lastRefresh
    ? `The last refresh of ${hostname} failed (${lastRefresh.cause})`
    : `${hostname} was never refreshed`;
  return { outcome: "unknown", sentence: `${what}, so its facts may no longer hold.`, nodeId: id };
}
