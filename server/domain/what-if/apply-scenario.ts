import { liveOverlaysOf, overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { NamedRule } from "../delegation.ts";
import type { FactParts, IpsecPolicyRule, PathProbe } from "../facts.ts";
import { coversAddress, isVxlanCarrier } from "../mesh/ipsec-policy.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import { adminAddress, adminInterface, externalAddress, externalInterface, type Node } from "../node.ts";
import { pdcPairIdOfNames } from "../pdc.ts";
import type { Situation, VdcDelegation } from "../warnings/situation.ts";
import { changeDelegation } from "./apply-delegation.ts";
import { imaginedNode } from "./imagined-node.ts";
import { type ChangeOf, type ScenarioChange, TRANSFORMS } from "./scenario.ts";

/** The present, as far as a scenario can change it. */
export type Present = Situation;

/** What came of one change: null when it is as asked, else why it is not, or not wholly. */
export type Outcome = { isApplied: boolean; remark: string | null };

export type Applied = {
  after: Present;
  /** One a change, in their order. */
  outcomes: Outcome[];
  /** Nodes that are other than they were, with those that come and go. */
  touchedNodeIds: ReadonlySet<string>;
};

type Draft = {
  nodeById: Map<string, Node>;
  pathById: Map<string, PathMtu>;
  delegations: VdcDelegation[];
  overlayRules: readonly NamedRule[];
  now: Date;
};

const done: Outcome = { isApplied: true, remark: null };
const refused = (remark: string): Outcome => ({ isApplied: false, remark });
const already = refused("It is so already.");

/** Changes a copy, one change after the other; what cannot be tried is left out and said. */
export function applyScenario(present: Present, changes: readonly ScenarioChange[]): Applied {
  const draft: Draft = {
    nodeById: new Map(present.nodes.map((node) => [node.id, node])),
    pathById: new Map(present.pathMtus.map((path) => [pdcPairIdOfNames(...path.pdcNames), path])),
    delegations: [...present.delegations],
    overlayRules: present.overlayRules,
    now: present.now,
  };
  const outcomes = changes.map((change, position) => applyChange(draft, change, position));
  const before = new Map(present.nodes.map((node) => [node.id, node]));
  const touched = new Set<string>();
  for (const [id, node] of draft.nodeById) if (before.get(id) !== node) touched.add(id);
  for (const id of before.keys()) if (!draft.nodeById.has(id)) touched.add(id);
  const pathMtus = [...draft.pathById.values()];
  return {
    after: { ...present, nodes: [...draft.nodeById.values()], pathMtus, delegations: draft.delegations },
    outcomes,
    touchedNodeIds: touched,
  };
}

function applyChange(draft: Draft, change: ScenarioChange, position: number): Outcome {
  switch (change.kind) {
    case "rename-pdc":
      return renamePdc(draft, change);
    case "move-node":
      return moveNode(draft, change);
    case "add-node":
      return addNode(draft, change, position);
    case "remove-node":
      return draft.nodeById.delete(change.nodeId) ? done : noSuchNode;
    case "change-rule":
      return changeRule(draft, change);
    case "declare-path":
      return declarePath(draft, change);
    case "set-nic-mtu":
      return setNicMtu(draft, change);
    case "switch-cipher":
      return switchCipher(draft, change);
    case "change-delegation":
      return applyDelegation(draft, change);
  }
}

const noSuchNode = refused("No node has this id any more.");

export function pdcNameOf({ facts }: Node): string | null {
  return facts?.identity?.value.pdcName ?? null;
}

function nodesOfPdc({ nodeById }: Draft, pdcName: string): Node[] {
  return [...nodeById.values()].filter((node) => pdcNameOf(node) === pdcName);
}

const noSuchPdc = (name: string) =>
  refused(name === "" ? "Every node reports a PDC name." : `No node reports the PDC name “${name}”.`);

/** Keeps the part's age: it is the present facts that are looked at. */
function withPart<P extends keyof FactParts>(
  node: Node,
  part: P,
  change: (value: FactParts[P]) => FactParts[P],
): Node {
  const held = node.facts?.[part];
  if (!node.facts || !held) return node;
  // Indexing a mapped type by a type parameter loses the correspondence that `NodeFacts` itself states.
  const value = change(held.value as FactParts[P]);
  return { ...node, facts: { ...node.facts, [part]: { ...held, value } } };
}

function named(node: Node, pdcName: string): Node {
  return withPart(node, "identity", (identity) => ({ ...identity, pdcName }));
}

function renamePdc(draft: Draft, { from, to }: ChangeOf<"rename-pdc">): Outcome {
  const nodes = nodesOfPdc(draft, from);
  if (nodes.length === 0) return noSuchPdc(from);
  if (from === to) return already;
  const held = nodesOfPdc(draft, to).length;
  for (const node of nodes) draft.nodeById.set(node.id, named(node, to));
  const declared = [...draft.pathById.values()].filter(({ pdcNames }) => pdcNames.includes(from));
  const remarks = [
    held > 0 &&
      `“${to}” is the name of ${held === 1 ? "1 other node" : `${held} other nodes`}: both places become one PDC.`,
    declared.length > 0 &&
      `Path MTUs declared for “${from}” stay with the old name; declare them again for “${to}”.`,
  ].filter((remark) => remark !== false);
  return { isApplied: true, remark: remarks.join(" ") || null };
}

function moveNode(draft: Draft, { nodeId, to }: ChangeOf<"move-node">): Outcome {
  const node = draft.nodeById.get(nodeId);
  if (!node) return noSuchNode;
  if (pdcNameOf(node) === null)
    return refused(`${node.hostname} has not been read yet, so its PDC is not known.`);
  if (pdcNameOf(node) === to) return already;
  const isNew = nodesOfPdc(draft, to).length === 0;
  draft.nodeById.set(nodeId, named(node, to));
  return { isApplied: true, remark: isNew ? `“${to}” would be a new PDC.` : null };
}

function addNode(draft: Draft, change: ChangeOf<"add-node">, position: number): Outcome {
  if ([...draft.nodeById.values()].some(({ hostname }) => hostname === change.hostname)) {
    return refused(`A node is called ${change.hostname} already.`);
  }
  const holders = [...draft.nodeById.values()];
  const missing: string[] = [];
  const rules = change.ruleNames.flatMap((name) => {
    const holder = holders.find((node) => overlayRuleOf(node, name));
    const rule = holder && overlayRuleOf(holder, name);
    if (!rule) missing.push(name);
    return rule ? [{ ...rule, listenAddress: "0.0.0.0" }] : [];
  });
  const node = imaginedNode(change, rules, position, draft.now);
  draft.nodeById.set(node.id, node);
  const remark =
    missing.length > 0 ? `No node has the overlay rule ${missing.join(", ")}, so it is left out.` : null;
  return { isApplied: true, remark };
}

function changeRule(draft: Draft, change: ChangeOf<"change-rule">): Outcome {
  const { ruleName, nodeIds, mtuBytes, port, listenAddress } = change;
  const asked = nodeIds
    ? nodeIds.flatMap((id) => draft.nodeById.get(id) ?? [])
    : [...draft.nodeById.values()];
  const holders = asked.filter((node) => overlayRuleOf(node, ruleName));
  if (holders.length === 0) return refused(`None of these nodes has the overlay rule ${ruleName}.`);
  let changedCount = 0;
  for (const node of holders) {
    if (!isRuleOther(node, change)) continue;
    draft.nodeById.set(node.id, withRule(node, change));
    changedCount += 1;
  }
  if (mtuBytes === null && port === null && listenAddress === null)
    return refused("Nothing of the rule is changed.");
  if (changedCount === 0) return already;
  const without = nodeIds ? nodeIds.length - holders.length : 0;
  return {
    isApplied: true,
    remark: without > 0 ? `${without} of the nodes named have no rule ${ruleName} or are gone.` : null,
  };
}

function isRuleOther(
  node: Node,
  { ruleName, mtuBytes, port, listenAddress }: ChangeOf<"change-rule">,
): boolean {
  const held = [overlayRuleOf(node, ruleName), ...liveOverlaysOf(node, ruleName)];
  return held.some(
    (each) =>
      each !== null &&
      ((mtuBytes !== null && each.mtuBytes !== mtuBytes) ||
        (port !== null && each.listenPort !== port) ||
        (listenAddress !== null && each.listenAddress !== listenAddress)),
  );
}

/** As if its live overlays were made anew with it. */
function withRule(node: Node, { ruleName, mtuBytes, port, listenAddress }: ChangeOf<"change-rule">): Node {
  const values = {
    ...(mtuBytes !== null && { mtuBytes }),
    ...(port !== null && { listenPort: port }),
    ...(listenAddress !== null && { listenAddress }),
  };
  const ruled = withPart(node, "overlayRules", (rules) =>
    rules.map((rule) => (rule.name === ruleName ? { ...rule, ...values } : rule)),
  );
  return withPart(ruled, "overlays", (overlays) =>
    overlays.map((overlay) => (overlay.overlayRuleName === ruleName ? { ...overlay, ...values } : overlay)),
  );
}

function declarePath(draft: Draft, { pdcNames, mtuBytes }: ChangeOf<"declare-path">): Outcome {
  const id = pdcPairIdOfNames(...pdcNames);
  const unknown = pdcNames.find((name) => nodesOfPdc(draft, name).length === 0);
  if (unknown !== undefined && mtuBytes !== null) return noSuchPdc(unknown);
  if ((draft.pathById.get(id)?.mtuBytes ?? null) === mtuBytes) return already;
  if (mtuBytes === null) draft.pathById.delete(id);
  else draft.pathById.set(id, { pdcNames, mtuBytes, source: "declared", observedAt: draft.now });
  return done;
}

function setNicMtu(draft: Draft, { pdcName, nic, mtuBytes }: ChangeOf<"set-nic-mtu">): Outcome {
  const nodes = nodesOfPdc(draft, pdcName);
  if (nodes.length === 0) return noSuchPdc(pdcName);
  const silent: string[] = [];
  let changedCount = 0;
  for (const node of nodes) {
    const carrier =
      node.facts && (nic === "admin" ? adminInterface(node.facts) : externalInterface(node.facts));
    if (!carrier) {
      silent.push(node.hostname);
      continue;
    }
    if (carrier.mtuBytes === mtuBytes) continue;
    const onNic = withPart(node, "nics", (nics) =>
      nics.map((each) => (each.name === carrier.nicName ? { ...each, mtuBytes } : each)),
    );
    const onVnic = withPart(onNic, "hostVnics", (vnics) =>
      vnics.map((vnic) =>
        vnic.name === carrier.name && vnic.mtuBytes !== null ? { ...vnic, mtuBytes } : vnic,
      ),
    );
    draft.nodeById.set(node.id, onVnic);
    changedCount += 1;
  }
  if (changedCount === 0) return silent.length > 0 ? refused(`No ${nic} NIC of this PDC is known.`) : already;
  const remarks = [
    ...(silent.length > 0 ? [`The ${nic} NIC of ${silent.length} of its nodes is not known.`] : []),
    ...(remeasure(draft, { pdcName, nic, mtuBytes })
      ? [
          "Where a path MTU was declared or measured, that counts before the NICs’ until it is declared or measured anew.",
        ]
      : []),
  ];
  return { isApplied: true, remark: remarks.length > 0 ? remarks.join(" ") : null };
}

/** Nothing larger than the NIC passes any more, whatever was measured before. Answers whether some path counts before the NIC. */
function remeasure(
  draft: Draft,
  { pdcName, nic, mtuBytes }: Pick<ChangeOf<"set-nic-mtu">, "pdcName" | "nic" | "mtuBytes">,
): boolean {
  const own = nodesOfPdc(draft, pdcName);
  const addressesOf = (addressOf: typeof adminAddress) =>
    new Set(own.flatMap(({ facts }) => (facts && addressOf(facts)) ?? []));
  const [admin, external] = [addressesOf(adminAddress), addressesOf(externalAddress)];
  const isOver = (node: Node, { peerAddress }: PathProbe) => {
    if (pdcNameOf(node) !== pdcName) return nic === "external" && external.has(peerAddress);
    return admin.has(peerAddress) === (nic === "admin");
  };
  let isKept = [...draft.pathById.values()].some(
    ({ pdcNames: [a, b] }) => [a, b].includes(pdcName) && (a === b) === (nic === "admin"),
  );
  for (const node of draft.nodeById.values()) {
    const probes = node.facts?.pathProbes?.value ?? [];
    if (!probes.some((probe) => isOver(node, probe))) continue;
    isKept ||= probes.some((probe) => isOver(node, probe) && probe.bytesThatPassed < mtuBytes);
    if (!probes.some((probe) => isOver(node, probe) && probe.bytesThatPassed > mtuBytes)) continue;
    const remeasured = withPart(node, "pathProbes", (all) =>
      all.map((probe) =>
        isOver(node, probe) && probe.bytesThatPassed > mtuBytes
          ? { ...probe, bytesThatPassed: mtuBytes, bytesThatDidNot: null }
          : probe,
      ),
    );
    draft.nodeById.set(node.id, remeasured);
  }
  return isKept;
}

function switchCipher(draft: Draft, { pdcNames, transform }: ChangeOf<"switch-cipher">): Outcome {
  const { encryption, authentication } = TRANSFORMS[transform];
  const [nameA, nameB] = pdcNames ?? [];
  const all = [...draft.nodeById.values()];
  const [a, b] = [nameA, nameB].map((name) => (name === undefined ? all : nodesOfPdc(draft, name)));
  if (!a || !b || (pdcNames && nameA === nameB)) return refused("Inside one PDC nothing is encrypted.");
  if (a.length === 0 || b.length === 0) return noSuchPdc((a.length === 0 ? nameA : nameB) ?? "");
  let changedCount = 0;
  let isWide = false;
  const turn = (nodes: readonly Node[], peers: readonly Node[]) => {
    const addresses = new Set(peers.flatMap(({ facts }) => (facts && externalAddress(facts)) ?? []));
    const isMeant = (rule: IpsecPolicyRule): boolean => {
      if (rule.action !== "ipsec" || !isVxlanCarrier(rule)) return false;
      if (!pdcNames) return true;
      const { remoteAddress } = rule;
      if (remoteAddress !== null && !remoteAddress.includes("/")) return addresses.has(remoteAddress);
      const covers = [...addresses].some((address) => coversAddress(remoteAddress, address));
      isWide ||= covers;
      return covers;
    };
    for (const { id } of nodes) {
      const node = draft.nodeById.get(id);
      if (!node?.facts?.ipsec) continue;
      let isChanged = false;
      const changed = withPart(node, "ipsec", (ipsec) => ({
        ...ipsec,
        policyRules: ipsec.policyRules.map((rule) => {
          const isSame =
            rule.encryptionAlgorithm === encryption && rule.authenticationAlgorithm === authentication;
          if (isSame || !isMeant(rule)) return rule;
          isChanged = true;
          return { ...rule, encryptionAlgorithm: encryption, authenticationAlgorithm: authentication };
        }),
      }));
      if (!isChanged) continue;
      draft.nodeById.set(id, changed);
      changedCount += 1;
    }
  };
  turn(a, b);
  if (pdcNames) turn(b, a);
  if (changedCount === 0)
    return refused("No policy between these nodes is known, or it has this cipher already.");
  return {
    isApplied: true,
    remark: isWide ? "Some of these policies hold for other PDCs too; they change there as well." : null,
  };
}

function applyDelegation(draft: Draft, change: ChangeOf<"change-delegation">): Outcome {
  const at = draft.delegations.findIndex(({ vdcId }) => vdcId === change.vdcId);
  const held = draft.delegations[at];
  if (!held) return refused("No vDC has this id any more.");
  const userRuleNames = draft.overlayRules.filter(({ isUserRule }) => isUserRule).map(({ name }) => name);
  const { delegation, problem } = changeDelegation(held.delegation, change, userRuleNames);
  if (!delegation) return refused(problem);
  if (JSON.stringify(delegation) === JSON.stringify(held.delegation)) return already;
  draft.delegations[at] = { ...held, delegation };
  return {
    isApplied: true,
    remark: delegation.isRestricted
      ? null
      : `vDC ${held.vdcName} is not restricted to its ranges, so they only reserve ids for it.`,
  };
}
