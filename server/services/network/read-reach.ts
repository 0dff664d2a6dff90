import type { Db } from "#db/client.ts";
import { type CarrierPlace, listCarrierPlaces } from "#db/queries/carrier.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { listNetworks } from "#db/queries/network.ts";
import { listSharedNetworks } from "#db/queries/network-share.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { delegatedTagVlanIds } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { PdcPath } from "#server/domain/network/safe-mtu.ts";
import { requireVdc } from "../vdc.ts";
import { type MtuDeps, pathsOfRule, rulesInScope } from "./safe-mtu.ts";

/** What carries a network: an overlay rule or a NIC tag. */
export type Carrier = { overlayRuleName: string | null; nicTagName: string | null };

/** Hostnames are null for those who are not told of nodes. */
type ReachPlace = Pick<CarrierPlace, "pdcName" | "nodeCount" | "carryingCount"> & {
  carryingHostnames: string[] | null;
  lackingHostnames: string[] | null;
};
type Reach = { places: ReachPlace[]; paths: PdcPath[] };

/** Where networks of the rule or tag reach, and what each path between PDCs allows. A carrier the vDC may not use is not found. */
export async function readReach(
  deps: MtuDeps,
  { actor, scope }: Grant<"network:read", VdcScope>,
  carrier: Carrier,
): Promise<Reach> {
  const { db } = deps;
  await requireVdc(db, scope);
  const { overlayRuleName } = carrier;
  if (!(await isInScope(db, scope, carrier))) throw new DomainError("not-found", "Nothing here is named so.");
  const places = await listCarrierPlaces(db, carrier);
  const mayNameNodes = actor.cloudRole !== null;
  return {
    places: places.map((place) => ({
      ...place,
      carryingHostnames: mayNameNodes ? place.carryingHostnames : null,
      lackingHostnames: mayNameNodes ? place.lackingHostnames : null,
    })),
    paths: overlayRuleName === null ? [] : await pathsOfRule(deps, overlayRuleName),
  };
}

async function isInScope(
  db: Db,
  scope: VdcScope,
  { overlayRuleName, nicTagName }: Carrier,
): Promise<boolean> {
  if (overlayRuleName !== null) {
    return (await rulesInScope(db, scope)).some(({ name }) => name === overlayRuleName);
  }
  const found = await findDelegation(db, scope);
  if (!found || nicTagName === null) return false;
  const { delegation } = found;
  if (!delegation.isRestricted || delegatedTagVlanIds(delegation, nicTagName).length > 0) return true;
  const inSight = [...(await listNetworks(db, scope)), ...(await listSharedNetworks(db, scope))];
  return inSight.some((network) => network.nicTagName === nicTagName);
}
