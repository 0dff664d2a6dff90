import type { HealthState } from "../health.ts";
import type { LinkKind } from "../mesh/link-kind.ts";
import type { LinkPath } from "../mesh/link-path.ts";
import type { ArpVerdict } from "./arp-agreement.ts";
import type { FoundPath } from "./find-path.ts";
import type { NodePairs } from "./node-pairs.ts";
import type { PathHop, VnicHop } from "./path-hop.ts";
import type { PathMtuReport, PathMtuStep } from "./path-mtu.ts";
import type { PathOutcome, PathReason } from "./path-reason.ts";

type OwnReason = { outcome: PathOutcome; sentence: string };

export type OwnPathHop =
  | VnicHop
  | {
      kind: "overlay";
      title: string;
      sentence: string;
      pdcLabel: string;
      mtuBytes: number | null;
      state: HealthState;
      observedAt: Date | null;
    }
  | {
      kind: "link";
      title: string;
      sentence: string;
      linkKind: LinkKind;
      path: LinkPath;
      state: HealthState;
      isIdle: boolean;
      observedAt: Date | null;
    };

/** A path as a vDC's people may see it: PDCs by name, no node and no address of one. */
export type OwnPath = {
  outcome: PathOutcome;
  reasons: OwnReason[];
  hops: OwnPathHop[];
  /** About which VM's frames, as the other end's table has them. */
  arpAgreements: { vmAlias: string; verdict: ArpVerdict; isStale: boolean; observedAt: Date | null }[];
  mtu: Omit<PathMtuReport, "proof" | "steps"> & { steps: PathMtuStep[]; proof: PathMtuReport["proof"] };
  observedAt: Date | null;
};

export function ownPathOf(found: FoundPath): OwnPath {
  const steps = found.mtu.steps.map((step) => ({ ...step, title: stepTitle(found.hops[step.hopIndex]) }));
  return {
    outcome: found.outcome,
    reasons: ownReasons(found.reasons),
    hops: found.hops.flatMap(ownHop),
    arpAgreements: found.arpAgreements.map(({ vmAlias, layers: [, live], isStale, observedAt }) => ({
      vmAlias,
      verdict: live.verdict,
      isStale,
      observedAt,
    })),
    mtu: { ...found.mtu, steps },
    observedAt: found.observedAt,
  };
}

export type OwnPairs = Omit<NodePairs, "pairs" | "sharedNodeCount" | "pairCount"> & {
  pairs: {
    pdcLabels: [string, string];
    outcome: PathOutcome;
    reasons: OwnReason[];
    linkState: HealthState | null;
    path: LinkPath | null;
    effectiveMtuBytes: number | null;
  }[];
};

/** By PDC pair: how many nodes there are, and which, is not told. */
export function ownPairsOf({ pairs, outcome }: NodePairs): OwnPairs {
  const byPdcs = Map.groupBy(pairs, ({ ends }) =>
    JSON.stringify(ends.map(({ pdcLabel }) => pdcLabel).toSorted()),
  );
  const own = [...byPdcs.values()].flatMap((group) => {
    const [worst] = group;
    if (!worst) return [];
    const [a = "", b = ""] = worst.ends.map(({ pdcLabel }) => pdcLabel).toSorted();
    const mtus = group.flatMap(({ effectiveMtuBytes }) => effectiveMtuBytes ?? []);
    return [
      {
        pdcLabels: [a, b] as [string, string],
        outcome: worst.outcome,
        reasons: ownReasons(group.flatMap(({ reasons }) => reasons)),
        linkState: worst.linkState,
        path: worst.path,
        effectiveMtuBytes: mtus.length === group.length && mtus.length > 0 ? Math.min(...mtus) : null,
      },
    ];
  });
  const countOf = (each: PathOutcome) => own.filter((pair) => pair.outcome === each).length;
  return {
    outcome,
    countByOutcome: {
      "no-path": countOf("no-path"),
      blocked: countOf("blocked"),
      unknown: countOf("unknown"),
      impaired: countOf("impaired"),
      passes: countOf("passes"),
    },
    pairs: own,
  };
}

function ownReasons(reasons: readonly PathReason[]): OwnReason[] {
  const told = new Map<string, OwnReason>();
  for (const { outcome, plainSentence } of reasons) {
    const sentence = plainSentence ?? "Something on the way is not known.";
    if (!told.has(sentence)) told.set(sentence, { outcome, sentence });
  }
  return [...told.values()];
}

function ownHop(hop: PathHop): OwnPathHop[] {
  const { observedAt } = hop.kind === "vnic" ? { observedAt: null } : hop;
  if (hop.kind === "vnic") return [hop];
  if (hop.kind === "node") return [];
  if (hop.kind === "overlay") {
    const { kind, overlayRuleName, vxlanId, pdcLabel, mtuBytes, state } = hop;
    const title = `${overlayRuleName}${vxlanId} in ${pdcLabel}`;
    const sentence = `Rule ${overlayRuleName} with VXLAN ${vxlanId} wraps them.`;
    return [{ kind, title, sentence, pdcLabel, mtuBytes, state, observedAt }];
  }
  const { kind, linkKind, path, state, isIdle, ends } = hop;
  const [a, b] = ends.map(({ pdcLabel }) => pdcLabel);
  const title = a === b ? `Inside ${a}` : `${a} – ${b}`;
  return [{ kind, title, sentence: plainLinkReason(linkKind), linkKind, path, state, isIdle, observedAt }];
}

function plainLinkReason(kind: LinkKind): string {
  if (kind === "adminLink") return "Same PDC, so plain VXLAN over its admin network.";
  if (kind === "ipsecLink") return "Different PDCs, so IPsec between them.";
  return "The PDC of an end is not known, so nobody can tell which path frames take.";
}

function stepTitle(hop: PathHop | undefined): string {
  if (!hop) return "";
  return ownHop(hop)[0]?.title ?? "";
}
