import type { HealthState } from "../health.ts";
import type { CheckCode } from "./check.ts";
import { linkId } from "./link.ts";
import type { LinkKind } from "./link-kind.ts";
import type { LinkPath } from "./link-path.ts";
import type { Member } from "./model/member.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import { type MtuOutcome, mtuOutcomeOf } from "./model/pair-verdict.ts";
import type { Pair } from "./model/pairs.ts";

export type LinkEnd = { id: string; hostname: string; pdcId: string; pdcLabel: string };

/** A link as pictures draw it; its reasons are read with `mesh.link`. */
export type LinkBrief = {
  id: string;
  kind: LinkKind;
  nodeIds: [string, string];
  ends: [LinkEnd, LinkEnd];
  state: HealthState;
  /** Which checks decided the state; none when it is up. */
  causes: readonly CheckCode[];
  path: LinkPath;
  isIdle: boolean;
  overlayRuleNames: string[];
  /** Largest inner packet that crosses whole over all its rules; null: not known. */
  effectiveMtuBytes: number | null;
  wantedMtuBytes: number | null;
  fragmentingRuleNames: string[];
  mtuOutcome: MtuOutcome;
};

/** A link in a table: why it is as it is, in words. */
export type LinkListing = LinkBrief & {
  addresses: [string | null, string | null];
  stateSentence: string;
  reason: string;
  observedAt: Date | null;
};

export function linkBriefOf({ a, b, verdict }: Pair): LinkBrief {
  const { kind, state, causes, path, isIdle, rules } = verdict;
  const [first, second] = a.id < b.id ? [a, b] : [b, a];
  const mtus = rules.flatMap(({ mtu }) => mtu ?? []);
  return {
    id: linkId(a.id, b.id),
    kind,
    nodeIds: [first.id, second.id],
    ends: [linkEndOf(first), linkEndOf(second)],
    state,
    causes,
    path,
    isIdle,
    overlayRuleNames: rules.map(({ name }) => name),
    effectiveMtuBytes: mtus.length > 0 ? Math.min(...mtus.map((mtu) => mtu.effectiveBytes)) : null,
    wantedMtuBytes: mtus.length > 0 ? Math.max(...mtus.map((mtu) => mtu.wantedBytes)) : null,
    fragmentingRuleNames: rules.filter(({ mtu }) => mtu?.isFragmenting).map(({ name }) => name),
    mtuOutcome: mtuOutcomeOf(verdict, null),
  };
}

export function linkListingOf(model: MeshModel, pair: Pair): LinkListing[] {
  const link = model.link(pair.a, pair.b);
  if (!link) return [];
  const { addresses, stateSentence, reason, observedAt } = link;
  return [{ ...linkBriefOf(pair), addresses, stateSentence, reason, observedAt }];
}

export function linkEndOf({ id, node, pdc }: Member): LinkEnd {
  return { id, hostname: node.hostname, pdcId: pdc.id, pdcLabel: pdc.label };
}
