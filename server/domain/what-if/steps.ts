import { liveOverlaysOf, overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { Node } from "../node.ts";
import { type Outcome, pdcNameOf, type Present } from "./apply-scenario.ts";
import type { ChangeGroup } from "./tally.ts";
import { type ChangeOf, type ScenarioChange, TRANSFORMS } from "./scenario.ts";

const OVERLAYS_NAMED_MAX = 40;

/** One thing that somebody has to do, and on which nodes; none: not on a node. */
export type Step = {
  sentence: string;
  hostnames: string[];
  /** This product can do it itself. */
  isDoneHere: boolean;
  /** The page where it is done, if it is not done where the steps stand. */
  href: string | null;
};

type Told = { links: number; keysNeeded: ChangeGroup; keysOrphaned: ChangeGroup };

/** What has to be done, in order, to bring the scenario about. */
export function stepsOf(
  present: Present,
  changes: readonly ScenarioChange[],
  outcomes: readonly Outcome[],
  { links, keysNeeded, keysOrphaned }: Told,
): Step[] {
  const applied = changes.filter((_, position) => outcomes[position]?.isApplied);
  const own = applied.flatMap((change) => stepsOfChange(present, change));
  const isNodeNew = applied.some(({ kind }) => kind === "add-node");
  const keys = (group: ChangeGroup) =>
    group.linkCount === 1 ? "1 pair" : `${group.linkCount.toLocaleString("en")} pairs`;
  const makeKeys =
    keysNeeded.linkCount > 0
      ? [
          step(
            `Make pre-shared keys, IKE rules and policy for ${keys(keysNeeded)} of nodes, and put them on both ends ${isNodeNew ? "before a VM starts on a new node" : "before anything else"}, so that no link is cut or in clear text in between.`,
          ),
        ]
      : [];
  const afterwards = [
    links > 0 && stepHere("Refresh the nodes concerned.", "/nodes"),
    links > 0 && step("Write the ARP tables of all nodes that have a link to them."),
    keysOrphaned.linkCount > 0 &&
      step(`Take away the pre-shared keys of ${keys(keysOrphaned)} of nodes that no longer need them.`),
  ].filter((each) => each !== false);
  const beforehand = applied.flatMap((change) => guardSteps(present, change));
  return isNodeNew
    ? [...beforehand, ...own, ...makeKeys, ...afterwards]
    : [...makeKeys, ...beforehand, ...own, ...afterwards];
}

function step(sentence: string, nodes: readonly Node[] = []): Step {
  const hostnames = nodes.map(({ hostname }) => hostname).toSorted();
  return { sentence, hostnames, isDoneHere: false, href: null };
}

function stepHere(sentence: string, href: string | null): Step {
  return { sentence, hostnames: [], isDoneHere: true, href };
}

function stepsOfChange(present: Present, change: ScenarioChange): Step[] {
  const ofPdc = (name: string) => present.nodes.filter((node) => pdcNameOf(node) === name);
  const ofId = (id: string) => present.nodes.filter((node) => node.id === id);
  switch (change.kind) {
    case "rename-pdc":
      return [step(nameStep(change.to), ofPdc(change.from))];
    case "move-node":
      return [step(nameStep(change.to), ofId(change.nodeId))];
    case "add-node":
      return [
        step(
          `Install ${change.hostname} with datacenter name “${change.pdcName}”, NIC tags admin and external${change.ruleNames.length > 0 ? `, and the overlay rules ${change.ruleNames.join(", ")}` : ""}; set up the clear-text guard first.`,
        ),
        stepHere("Enrol it and confirm its host key.", "/nodes"),
      ];
    case "remove-node":
      return [
        step("Move its VMs away or stop them, then take it out of service.", ofId(change.nodeId)),
        stepHere("Retire the node.", `/nodes/${change.nodeId}`),
      ];
    case "change-rule":
      return ruleSteps(present, change);
    case "declare-path":
      return [stepHere("Declare the path MTU; it is kept here and touches no node.", null)];
    case "set-nic-mtu":
      return [
        step(
          `Set the MTU of the ${change.nic} NIC to ${change.mtuBytes} on each node and on every switch between them, the switches first when it grows and last when it shrinks.`,
          ofPdc(change.pdcName),
        ),
      ];
    case "switch-cipher": {
      const { encryption, authentication } = TRANSFORMS[change.transform];
      const words = authentication
        ? `encr_algs ${encryption} encr_auth_algs ${authentication}`
        : `encr_algs ${encryption}`;
      const nodes = change.pdcNames
        ? change.pdcNames.flatMap(ofPdc)
        : present.nodes.filter(({ isConfirmed }) => isConfirmed);
      return [
        step(
          `In ipsecinit.conf set ${words} in the rules for these PDCs and load it on both ends of a pair together: while they differ, packets are dropped.`,
          nodes,
        ),
      ];
    }
    case "change-delegation":
      return [stepHere("Save the ranges in the delegation editor, which opens with them filled in.", null)];
  }
}

function nameStep(pdcName: string): string {
  return `Set SDC_DATACENTER_NAME to “${pdcName}” in /.dcinfo, so that sysinfo reports it as Datacenter Name.`;
}

function holdersOf(present: Present, { ruleName, nodeIds }: ChangeOf<"change-rule">): Node[] {
  return present.nodes.filter(
    (node) => (nodeIds === null || nodeIds.includes(node.id)) && overlayRuleOf(node, ruleName),
  );
}

/** What has to protect a new port is there before anything uses it. */
function guardSteps(present: Present, change: ScenarioChange): Step[] {
  if (change.kind !== "change-rule" || change.port === null) return [];
  const sentence = `Cover UDP ${change.port} in the clear-text guard and the IPsec policy before the change.`;
  return [step(sentence, holdersOf(present, change))];
}

function ruleSteps(present: Present, change: ChangeOf<"change-rule">): Step[] {
  const { ruleName } = change;
  const holders = holdersOf(present, change);
  const live = holders.filter((node) => liveOverlaysOf(node, ruleName).length > 0);
  const overlays = live.flatMap((node) =>
    liveOverlaysOf(node, ruleName).map(({ name }) => `${name} on ${node.hostname}`),
  );
  const more = overlays.length - OVERLAYS_NAMED_MAX;
  const named = `${overlays.slice(0, OVERLAYS_NAMED_MAX).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const vmCount = new Set(
    live.flatMap((node) =>
      (node.facts?.vmVnics?.value ?? [])
        .filter(({ overlayRuleName }) => overlayRuleName === ruleName)
        .map(({ vmUuid }) => vmUuid),
    ),
  ).size;
  return [
    step(`Change the overlay rule ${ruleName} in the node's configuration.`, holders),
    ...(overlays.length > 0
      ? [
          step(
            `A live overlay keeps its properties: stop the ${vmCount === 1 ? "VM" : `${vmCount} VMs`} on it, make ${named} anew, and start them again.`,
            live,
          ),
        ]
      : []),
  ];
}
