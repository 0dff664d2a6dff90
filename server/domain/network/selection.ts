import * as z from "zod";
import type { Violation } from "../errors.ts";
import { changeViolations } from "./change.ts";
import type { RuleOfNetwork, TagOfNetwork } from "./context.ts";
import { NetworkDraft, type NetworkValues } from "./draft.ts";
import { networkFieldViolations } from "./field-violations.ts";
import { CloudNetworkFilter, NetworkFilter } from "./list.ts";
import { type Carrier, mtuViolations } from "./mtu.ts";
import { draftOfRestored } from "./restored.ts";

/** So many networks are changed in one transaction at most. */
export const SELECTED_NETWORKS_MAX = 1000;

const networkIds = z.array(z.guid({ error: "No such network." })).max(SELECTED_NETWORKS_MAX, {
  error: `At most ${SELECTED_NETWORKS_MAX} networks are changed at once.`,
});

const selectionOf = <F extends typeof NetworkFilter | typeof CloudNetworkFilter>(filter: F) =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ids"), networkIds }),
    /** Everything the filter finds, but some. */
    z.object({ kind: z.literal("filter"), filter, exceptNetworkIds: networkIds.default([]) }),
  ]);

/** Networks that are changed together: named one by one, or by what a list was narrowed to. */
export const NetworkSelection = selectionOf(NetworkFilter);
export const CloudNetworkSelection = selectionOf(CloudNetworkFilter);
export type NetworkSelection = z.infer<typeof CloudNetworkSelection>;

const { access, description, resolvers, dnsDomain } = NetworkDraft.shape;

/** One value for all; what is not named stays as it is. Judged like a single network's draft. */
export const NetworksChange = z
  .object({
    access: access.unwrap(),
    description: description.unwrap(),
    resolvers: resolvers.unwrap(),
    dnsDomain: dnsDomain.unwrap(),
    mtuBytes: z.number({ error: "Write the MTU as a number." }),
    /** A member of the vDC by user name; null: its network-admins together. */
    ownerName: z
      .string({ error: "Write the owner's user name." })
      .trim()
      .max(64, { error: "No user name is that long." })
      .nullable(),
  })
  .partial();
export type NetworksChange = z.infer<typeof NetworksChange>;

export type SelectedNetwork = NetworkValues & {
  id: string;
  vdcId: string;
  vdcName: string;
  ownerName: string | null;
};

/** Why one of the networks stays as it is, and with it all. */
export type NetworkRefusal = { networkId: string; networkName: string; vdcName: string; message: string };

/** `after` has only what is different from before. */
export type PlannedChange = { network: SelectedNetwork; before: NetworksChange; after: NetworksChange };

export type NetworksPlan = {
  /** What is wrong with the change itself, whatever the network. */
  violations: readonly Violation[];
  refused: NetworkRefusal[];
  changes: PlannedChange[];
  unchangedCount: number;
};

export type SelectionContext = {
  overlayRules: readonly RuleOfNetwork[];
  nicTags: readonly TagOfNetwork[];
  usedNetworkIds: ReadonlySet<string>;
  /** vDCs in which the wanted owner is a member. */
  ownerVdcIds: ReadonlySet<string>;
};

/** What would become of each network; nothing is changed while any of them refuses. */
export function planNetworks(
  networks: readonly SelectedNetwork[],
  change: NetworksChange,
  context: SelectionContext,
): NetworksPlan {
  const plan: NetworksPlan = { violations: [], refused: [], changes: [], unchangedCount: 0 };
  const [first] = networks;
  if (first) plan.violations = violationsOfChange(first, change);
  if (plan.violations.length > 0) return plan;
  for (const network of networks) {
    const after = differences(network, change);
    const fields = Object.keys(after);
    const refusals = fields.length === 0 ? [] : refusalsOf(network, after, context);
    if (fields.length === 0) plan.unchangedCount += 1;
    else if (refusals.length === 0) plan.changes.push({ network, before: pick(network, fields), after });
    plan.refused.push(
      ...refusals.map((message) => ({
        networkId: network.id,
        networkName: network.name,
        vdcName: network.vdcName,
        message,
      })),
    );
  }
  return plan;
}

/** Bounds and forms are the same for every network, so they are told once. */
function violationsOfChange(network: SelectedNetwork, change: NetworksChange): readonly Violation[] {
  const fields = new Set(Object.keys(change));
  return networkFieldViolations(draftWith(network, change)).filter(({ field }) => fields.has(field));
}

function draftWith(network: NetworkValues, wanted: NetworksChange): NetworkDraft {
  const { ownerName: _, ...change } = wanted;
  return { ...draftOfRestored(network, { allowOverlapInVdc: true }), ...change };
}

const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function pick(network: SelectedNetwork, fields: readonly string[]): NetworksChange {
  return Object.fromEntries(Object.entries(network).filter(([field]) => fields.includes(field)));
}

function differences(network: SelectedNetwork, change: NetworksChange): NetworksChange {
  const values: Record<string, unknown> = network;
  return Object.fromEntries(
    Object.entries(change).filter(([field, value]) => value !== undefined && !isEqual(values[field], value)),
  );
}

function refusalsOf(
  network: SelectedNetwork,
  after: NetworksChange,
  { overlayRules, nicTags, usedNetworkIds, ownerVdcIds }: SelectionContext,
): string[] {
  const draft = draftWith(network, after);
  const isUsedByVms = usedNetworkIds.has(network.id);
  const inUse = changeViolations(draft, { current: network, isUsedByVms });
  const carrier = carrierOf(network, overlayRules, nicTags);
  const ofMtu =
    after.mtuBytes === undefined || carrier === null
      ? []
      : mtuViolations(draft, carrier, { current: network });
  const ofOwner =
    after.ownerName && !ownerVdcIds.has(network.vdcId)
      ? [`No member of vDC ${network.vdcName} is named ${after.ownerName}.`]
      : [];
  return [...[...inUse, ...ofMtu].map(({ message }) => message), ...ofOwner];
}

/** A tag that no node reports any more is taken for a plain one, which allows least. */
function carrierOf(
  { overlayRuleName, nicTagName }: NetworkValues,
  overlayRules: readonly RuleOfNetwork[],
  nicTags: readonly TagOfNetwork[],
): Carrier | null {
  const rule = overlayRules.find(({ name }) => name === overlayRuleName);
  if (rule) return { rule, tag: null };
  if (nicTagName === null) return null;
  return {
    rule: null,
    tag: nicTags.find(({ name }) => name === nicTagName) ?? { name: nicTagName, type: "normal" },
  };
}
