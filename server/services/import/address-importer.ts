import type { Db } from "#db/client.ts";
import {
  insertListedAddresses,
  type ListedInNetwork,
  updateListedAddresses,
} from "#db/queries/address-import.ts";
import { findListed, findTakenAddresses, lockNetworkAddresses } from "#db/queries/address.ts";
import { recordChanges } from "#db/queries/audit.ts";
import { listNetworks, type Network } from "#db/queries/network.ts";
import type { Actor, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import { groupsOf } from "#server/domain/address/change.ts";
import { rangesOf } from "#server/domain/address/range.ts";
import { addressSpaceOf } from "#server/domain/address/space.ts";
import { type AddressRow, readAddressRow } from "#server/domain/import/address-row.ts";
import {
  type AddressedNetwork,
  type AddressStep,
  makeAddressPlanner,
} from "#server/domain/import/plan/plan-addresses.ts";
import { cidrContains, parseIpv4 } from "#server/domain/ipv4.ts";
import { addressAudit, findUsers } from "../address/change-addresses.ts";
import { announceNetworks } from "../network/announce-network.ts";
import { requireVdc } from "../vdc.ts";
import type { Importer, ImportOptions } from "./importer.ts";
import { OvertakenError } from "./overtaken-error.ts";
import { findVdcScopes } from "./vdc-scopes.ts";

/** Addresses are listed in networks that are there already. */
export async function addressImporter(
  db: Db,
  grant: Grant<"network:create", Scope>,
  { file, vdcName, networkName }: ImportOptions,
): Promise<Importer<AddressRow, AddressStep>> {
  const rows = file.rows.map(readAddressRow);
  const vdcNames = new Set(rows.map((row) => (row.vdcName ?? vdcName ?? "").toLowerCase()));
  const scopes = await findVdcScopes(db, grant, vdcNames);
  const networkNames = new Set(rows.map((row) => row.networkName ?? networkName));
  const vdcs: { scope: VdcScope; vdcName: string; networks: Network[] }[] = [];
  for (const scope of scopes) {
    const named = (await listNetworks(db, scope)).filter(({ name }) => networkNames.has(name));
    vdcs.push({ scope, vdcName: (await requireVdc(db, scope)).name, networks: named });
  }
  const networkById = new Map(
    vdcs.flatMap(({ networks }) => networks).map((network) => [network.id, network]),
  );
  return {
    rows,
    loadPlanner: async (tx) => {
      const loaded = [];
      for (const { scope, networks, ...vdc } of vdcs) {
        const addressed: AddressedNetwork[] = [];
        for (const network of networks) {
          addressed.push(await loadNetwork(tx, { actor: grant.actor, scope }, network, rows));
        }
        loaded.push({ vdcId: scope.vdcId, vdcName: vdc.vdcName, networks: addressed });
      }
      const own = grant.scope.vdcId === null ? null : (vdcs[0]?.vdcName ?? null);
      return makeAddressPlanner({ vdcs: loaded }, { vdcName: vdcName ?? own, networkName });
    },
    lock: async (tx) => {
      for (const { scope, networks } of vdcs) {
        await requireVdc(tx, scope);
        for (const { id } of networks.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
          const network = await lockNetworkAddresses(tx, scope, id);
          const known = networkById.get(id);
          if (network?.subnet !== known?.subnet || network?.gateway !== known?.gateway)
            throw new OvertakenError();
        }
      }
    },
    write: (tx, steps) => writeSteps(tx, grant.actor, networkById, steps),
  };
}

async function loadNetwork(
  db: Db,
  { actor, scope }: { actor: Actor; scope: VdcScope },
  network: Network,
  rows: readonly AddressRow[],
): Promise<AddressedNetwork> {
  const space = addressSpaceOf(network);
  const inside = rows
    .map(({ address }) => parseIpv4(address))
    .filter((address) => address !== null)
    .filter((address) => cidrContains(space.subnet, address));
  const taken = await findTakenAddresses(db, scope, network, space.subnet);
  return {
    networkId: network.id,
    name: network.name,
    space,
    listed: await findListed(db, scope, network.id, rangesOf(inside)),
    usedByVms: taken.usedByVms,
    usedByNodes: taken.usedByNodes,
    userByAddress: await findUsers(db, actor, network, space),
  };
}

async function writeSteps(
  tx: Db,
  actor: Actor,
  networkById: ReadonlyMap<string, Network>,
  steps: readonly AddressStep[],
): Promise<void> {
  const rowOf = ({ networkId, values }: AddressStep): ListedInNetwork[] => {
    const network = networkById.get(networkId);
    return network ? [{ network, listed: values }] : [];
  };
  await insertListedAddresses(tx, steps.filter(({ before }) => before === null).flatMap(rowOf));
  await updateListedAddresses(tx, steps.filter(({ before }) => before !== null).flatMap(rowOf));
  const changes = [...Map.groupBy(steps, ({ networkId }) => networkId)].flatMap(([networkId, ofNetwork]) => {
    const network = networkById.get(networkId);
    return network ? auditsOf(actor, network, ofNetwork) : [];
  });
  await recordChanges(tx, changes);
  await announceNetworks(tx, [...new Set(steps.map(({ networkId }) => networkId))]);
}

function auditsOf(actor: Actor, network: Network, steps: readonly AddressStep[]) {
  const added = steps.filter(({ before }) => before === null).map(({ values }) => values);
  const updated = steps.flatMap(({ before, values }) => (before ? [{ before, values }] : []));
  const rangesOfValues = (listed: readonly { address: number }[]) =>
    rangesOf(listed.map(({ address }) => address));
  return [
    ...(added.length === 0
      ? []
      : [
          addressAudit(actor, network, {
            action: "address.add",
            ranges: rangesOfValues(added),
            before: null,
            after: groupsOf(added),
          }),
        ]),
    ...(updated.length === 0
      ? []
      : [
          addressAudit(actor, network, {
            action: "address.update",
            ranges: rangesOfValues(updated.map(({ values }) => values)),
            before: groupsOf(updated.map(({ before }) => before)),
            after: groupsOf(updated.map(({ values }) => values)),
          }),
        ]),
  ];
}
