import type { HealthState } from "../health.ts";
import { linkId } from "./link.ts";
import type { Member } from "./model/member.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import { compareMembers } from "./model/pairs.ts";

export type FoundNode = {
  id: string;
  hostname: string;
  pdcId: string;
  pdcLabel: string;
  state: HealthState;
  /** The text that the search met. */
  matched: string;
};

export type Found = {
  pdcs: { id: string; label: string }[];
  nodes: FoundNode[];
  links: { id: string; label: string; state: HealthState }[];
  /** PDCs and nodes beyond the limit. */
  moreCount: number;
};

/** PDCs by name, nodes by hostname, address or id, and links by both their nodes: “cn1 cn7” or “cn1 – cn7”. */
export function findInMesh(model: MeshModel, text: string, limit: number): Found {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return { pdcs: [], nodes: [], links: [], moreCount: 0 };
  const pdcs = [...model.pdcById.values()]
    .map(({ key: { id, label } }) => ({ id, label }))
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const nodes = nodesMatching(model, wanted);
  return {
    pdcs: pdcs.slice(0, limit),
    nodes: nodes.slice(0, limit).map(([{ id, node, pdc, state }, matched]) => ({
      id,
      hostname: node.hostname,
      pdcId: pdc.id,
      pdcLabel: pdc.label,
      state,
      matched,
    })),
    links: linksMatching(model, wanted, limit),
    moreCount: Math.max(0, pdcs.length - limit) + Math.max(0, nodes.length - limit),
  };
}

/** Exact matches first, then by hostname. */
function nodesMatching(model: MeshModel, wanted: string): [Member, string][] {
  const found = [...model.memberById.values()].flatMap((member): [Member, string][] => {
    const { id, node, adminAddress, externalAddress } = member;
    const texts = [node.hostname, adminAddress ?? "", externalAddress ?? "", id];
    const matched = texts.find((text) => text.toLowerCase().includes(wanted));
    return matched === undefined ? [] : [[member, matched]];
  });
  const rank = ([, matched]: [Member, string]) => (matched.toLowerCase() === wanted ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b) || compareMembers(a[0], b[0]));
}

const ENDS_LOOKED_AT_MAX = 10;

function linksMatching(model: MeshModel, wanted: string, limit: number): Found["links"] {
  const [first, second, ...rest] = wanted.split(/\s*[–—,]\s*|\s+-\s+|\s+/).filter(Boolean);
  if (!first || !second || rest.length > 0) return [];
  const [as, bs] = [first, second].map((part) => nodesMatching(model, part).slice(0, ENDS_LOOKED_AT_MAX));
  const found = (as ?? []).flatMap(([a]) =>
    (bs ?? []).flatMap(([b]) => {
      const verdict = model.verdict(a, b);
      if (!verdict) return [];
      const label = [a, b].toSorted(compareMembers).map(({ node }) => node.hostname);
      return [{ id: linkId(a.id, b.id), label: label.join(" – "), state: verdict.state }];
    }),
  );
  return [...new Map(found.map((link) => [link.id, link])).values()].slice(0, limit);
}
