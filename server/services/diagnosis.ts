import type { Db } from "#db/client.ts";
import { countVnicsOfNetworkByNode, listNodesByIds } from "#db/queries/mesh-path.ts";
import { findNetwork, listNetworks } from "#db/queries/network.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import type { CaptureEnd } from "#server/domain/diagnosis/capture/capture-evidence.ts";
import { compareVerdicts, verdictOnPath } from "#server/domain/diagnosis/crossed-links.ts";
import { diagnoseLink, type LinkDiagnosis } from "#server/domain/diagnosis/diagnose-link.ts";
import type { DiagnosisQuestion } from "#server/domain/diagnosis/diagnosis-query.ts";
import { type OwnDiagnosis, ownDiagnosisOf } from "#server/domain/diagnosis/own-diagnosis.ts";
import type { Verdict } from "#server/domain/diagnosis/verdict.ts";
import { DomainError } from "#server/domain/errors.ts";
import { linkContextOf } from "#server/domain/mesh.ts";
import type { FoundPath } from "#server/domain/mesh-path/find-path.ts";
import type { PathEndRef } from "#server/domain/mesh-path/path-end.ts";
import { vxlanPortsOf } from "#server/domain/mesh/ipsec-policy.ts";
import { ownPartOf } from "#server/domain/mesh/own-part.ts";
import { linkId } from "#server/domain/mesh/link.ts";
import type { Member } from "#server/domain/mesh/model/member.ts";
import type { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import type { Settings } from "#server/domain/settings.ts";
import { findMeshPath } from "./mesh-path.ts";
import { modelAt } from "./mesh-time/past-mesh.ts";
import type { MeshSource } from "./mesh/mesh-source.ts";

type Deps = { db: Db; settings: Settings; mesh?: MeshSource };
type ReadGrant = Grant<"mesh:read", AllVdcs>;

/** Links that are looked at for one network; they come worst first by the path finder. */
const LINKS_MAX = 40;
/** Of a vDC's network; each pair of its nodes is judged by its own part alone. */
const OWN_NODES_MAX = 12;

type DiagnosisEnd = CaptureEnd & { pdcLabel: string };
type CrossedLink = { linkId: string; hostnames: [string, string]; kind: Verdict["kind"]; title: string };

/** Why frames do not get from one end to the other: the chain of checks on the link they cross, the worst first. */
export async function diagnose(deps: Deps, grant: ReadGrant, question: DiagnosisQuestion, now: Date) {
  const { from, to, at, overlayRuleName } = question;
  const model = await modelAt(deps, at, now);
  if (from.kind === "node" && to.kind === "node") {
    const [a, b] = [memberOf(model, from), memberOf(model, to)];
    if (a === b) throw sameEnd();
    const found = diagnosisOf(model, [a, b], overlayRuleName);
    return {
      labels: [a.node.hostname, b.node.hostname] as const,
      builtAt: model.now,
      verdict: found.diagnosis.verdict,
      path: null,
      ...found,
      links: [crossed(found)],
      linkCount: 1,
    };
  }
  if (at !== undefined && at < now) {
    const message = "The past can be asked of two nodes only: where VMs were then is not kept.";
    throw new DomainError("rejected", [{ field: "at", message }]);
  }
  const path = await findMeshPath(deps, grant, { from, to }, now);
  const labels = [path.ends[0].label, path.ends[1].label] as const;
  const rule = overlayRuleName ?? (await ruleOf(deps.db, grant, question, path));
  const linkIds = path.kind === "path" ? [path.linkId ?? ""] : path.pairs.map((pair) => pair.linkId ?? "");
  const known = [...new Set(linkIds.filter((id) => id !== ""))];
  const found = known
    .slice(0, LINKS_MAX)
    .flatMap((id) => {
      const [a, b] = id.split(",").map((nodeId) => model.memberById.get(nodeId));
      return a && b ? [diagnosisOf(model, [a, b], rule)] : [];
    })
    .toSorted((a, b) => compareVerdicts(a.diagnosis.verdict, b.diagnosis.verdict));
  const chosen = found.find(({ diagnosis }) => diagnosis.link?.id === question.linkId) ?? found[0] ?? null;
  const ofLink = chosen?.diagnosis.verdict ?? null;
  const ofPath = path.kind === "path" ? path : null;
  return {
    labels,
    builtAt: model.now,
    verdict: ofPath ? verdictOnPath(ofPath, ofLink) : ofLink,
    path: ofPath && { outcome: ofPath.outcome, reasons: ofPath.reasons.map(({ sentence }) => sentence) },
    diagnosis: chosen?.diagnosis ?? null,
    ends: chosen?.ends ?? null,
    vxlanPorts: chosen?.vxlanPorts ?? [],
    links: found.map(crossed),
    linkCount: known.length,
  };
}

type FoundLink = {
  diagnosis: LinkDiagnosis;
  ends: readonly [DiagnosisEnd, DiagnosisEnd];
  /** UDP ports on which an end takes frames. */
  vxlanPorts: number[];
};

function diagnosisOf(
  model: MeshModel,
  members: readonly [Member, Member],
  overlayRuleName: string | null,
): FoundLink {
  const [a, b] = members[0].id < members[1].id ? members : [members[1], members[0]];
  const diagnosis = diagnoseLink([a.node, b.node], model.context, overlayRuleName);
  const ruleNames = diagnosis.link?.overlayRuleNames ?? [];
  const ports = [a, b].flatMap(({ node }) => vxlanPortsOf(node, ruleNames));
  return { diagnosis, ends: [endOf(a), endOf(b)], vxlanPorts: [...new Set(ports)] };
}

function endOf({ id, node, pdc, adminAddress, externalAddress }: Member): DiagnosisEnd {
  return { nodeId: id, hostname: node.hostname, pdcLabel: pdc.label, adminAddress, externalAddress };
}

function crossed({ diagnosis: { verdict }, ends: [a, b] }: FoundLink): CrossedLink {
  const { kind, title } = verdict;
  return { linkId: linkId(a.nodeId, b.nodeId), hostnames: [a.hostname, b.hostname], kind, title };
}

function memberOf(model: MeshModel, { nodeId }: Extract<PathEndRef, { kind: "node" }>): Member {
  const member = model.memberById.get(nodeId);
  if (!member) throw new DomainError("not-found", "No such node.");
  return member;
}

function sameEnd(): DomainError {
  return new DomainError("rejected", [{ field: "to", message: "Choose another end than the first." }]);
}

/** The rule that frames between VMs, or of a network, take; null: between nodes there may be several. */
async function ruleOf(
  db: Db,
  { scope }: ReadGrant,
  { from, to }: DiagnosisQuestion,
  path: { kind: "pairs" } | ({ kind: "path" } & Pick<FoundPath, "hops">),
): Promise<string | null> {
  if (path.kind === "path") {
    const hop = path.hops.find((each) => each.kind === "overlay");
    return hop?.kind === "overlay" ? hop.overlayRuleName : null;
  }
  const end = [from, to].find(({ kind }) => kind === "network");
  const network = end?.kind === "network" ? await findNetwork(db, scope, end.networkId) : null;
  return network?.overlayRuleName ?? null;
}

/** Which nodes have these addresses, on the admin network or the external one. */
export async function findAddressHolders(
  deps: Deps,
  _grant: ReadGrant,
  { addresses }: { addresses: readonly string[] },
  now: Date,
) {
  const wanted = new Set(addresses);
  const model = await modelAt(deps, undefined, now);
  return [...model.memberById.values()].flatMap(({ id, node, adminAddress, externalAddress }) =>
    (
      [
        ["admin", adminAddress],
        ["external", externalAddress],
      ] as const
    ).flatMap(([network, address]) =>
      address !== null && wanted.has(address)
        ? [{ address, nodeId: id, hostname: node.hostname, network }]
        : [],
    ),
  );
}

/** A vDC's own network, told by PDCs: no node, no address, and nothing of what others have there. */
export async function diagnoseNetworkOfVdc(
  { db, settings }: Deps,
  { scope }: Grant<"mesh:read-own", VdcScope>,
  networkId: string,
  now: Date,
): Promise<OwnDiagnosis> {
  const network = await findNetwork(db, scope, networkId);
  if (!network) throw new DomainError("not-found", "No such network.");
  const { overlayRuleName, vxlanId } = network;
  if (overlayRuleName === null || vxlanId === null) return ownDiagnosisOf([]);
  const own = (await listNetworks(db, scope)).flatMap((each) =>
    each.overlayRuleName === null || each.vxlanId === null
      ? []
      : [{ ...each, overlayRuleName: each.overlayRuleName, vxlanId: each.vxlanId }],
  );
  const carriers = await countVnicsOfNetworkByNode(db, scope, network.id);
  const nodeIds = carriers.slice(0, OWN_NODES_MAX).map(({ nodeId }) => nodeId);
  const nodes = (await listNodesByIds(db, nodeIds)).flatMap((node) => ownPartOf(node, own) ?? []);
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  const context = linkContextOf(nodes, {
    now,
    staleAfterSeconds,
    publicAddressExceptions,
    pathMtus: await listPathMtus(db),
  });
  const found = nodes.flatMap((a, position) =>
    nodes.slice(position + 1).map((b) => ({
      nodes: [a, b] as const,
      verdict: diagnoseLink([a, b], context, overlayRuleName).verdict,
    })),
  );
  return ownDiagnosisOf(found);
}
