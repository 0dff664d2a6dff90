import { changeViolations, type ListedAddress, type UserByAddress } from "../../address/change.ts";
import { AddressesDraft } from "../../address/draft.ts";
import { planAddresses } from "../../address/plan.ts";
import { type AddressSpace, roleOfAddress } from "../../address/space.ts";
import type { Violation } from "../../errors.ts";
import { type IdRange, isIdInRanges } from "../../id-range.ts";
import { parseIpv4 } from "../../ipv4.ts";
import type { AddressRow } from "../address-row.ts";
import { NO_SUCH_VDC, type RowChange, type RowVerdict } from "../verdict.ts";

/** A network that rows of the file name. */
export type AddressedNetwork = {
  networkId: string;
  name: string;
  space: AddressSpace;
  listed: readonly ListedAddress[];
  usedByVms: readonly IdRange[];
  usedByNodes: readonly IdRange[];
  userByAddress: UserByAddress;
};

export type AddressSituation = {
  vdcs: readonly { vdcId: string; vdcName: string; networks: readonly AddressedNetwork[] }[];
};

export type AddressStep = {
  vdcId: string;
  networkId: string;
  before: ListedAddress | null;
  values: ListedAddress;
};
export type PlannedAddressRow = { verdict: RowVerdict; step: AddressStep | null };

type About = Pick<RowVerdict, "line" | "vdcName" | "name">;
type NetworkState = AddressedNetwork & { vdcId: string; byAddress: Map<number, ListedAddress> };

/** Judges rows one after another. Addresses do not stand in each other's way, but each is listed once. */
export function makeAddressPlanner(
  situation: AddressSituation,
  defaults: { vdcName: string | null; networkName: string | null },
): (row: AddressRow) => PlannedAddressRow {
  const vdcByName = new Map(
    situation.vdcs.map(({ vdcId, vdcName, networks }) => [
      vdcName.toLowerCase(),
      new Map(networks.map((network) => [network.name, stateOf(vdcId, network)])),
    ]),
  );
  const lineByAddress = new Map<string, number>();

  return (row) => {
    const vdcName = row.vdcName ?? defaults.vdcName;
    const networkName = row.networkName ?? defaults.networkName;
    const about = {
      line: row.line,
      vdcName,
      name: networkName ? `${row.address} of ${networkName}` : row.address,
    };
    if (row.leftOutReason) return planned({ ...about, verdict: "left-out", note: row.leftOutReason });
    if (row.problems.length > 0) return refused(about, row.problems);
    if (vdcName === null) return refuse(about, "vdc", "Name the vDC of this address.");
    const networks = vdcByName.get(vdcName.toLowerCase());
    if (!networks) return refused(about, [NO_SUCH_VDC]);
    if (networkName === null) return refuse(about, "network", "Name the network of this address.");
    const network = networks.get(networkName);
    if (!network) return refuse(about, "network", `This vDC has no network named ${networkName}.`);
    const address = parseIpv4(row.address);
    if (address === null)
      return refuse(about, "address", `"${row.address.slice(0, 40)}" is not an IPv4 address.`);

    const key = `${network.networkId} ${address}`;
    const earlierLine = lineByAddress.get(key);
    if (earlierLine !== undefined) {
      return refuse(about, "address", `Line ${earlierLine} of this file is about this address already.`);
    }
    lineByAddress.set(key, row.line);
    return plan(network, row, about, address);
  };
}

function plan(network: NetworkState, row: AddressRow, about: About, address: number): PlannedAddressRow {
  const current = network.byAddress.get(address) ?? null;
  const { usage, note } = {
    ...(current ?? {}),
    ...("usage" in row && { usage: row.usage }),
    ...("note" in row && { note: row.note }),
  };
  const draft = AddressesDraft.safeParse({ choice: { kind: "ranges", ranges: row.address }, usage, note });
  if (!draft.success) {
    return refused(
      about,
      draft.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ""), message })),
    );
  }
  const values = { address, usage: draft.data.usage, note: draft.data.note };
  const changes = current ? changesOf(current, values) : [];
  if (current && changes.length === 0) return planned({ ...about, verdict: "unchanged" });
  const violations = current
    ? changeViolations([address], values, [current], network.userByAddress)
    : listingViolations(draft.data, row.address, address, network);
  if (violations.length > 0) {
    return refused(
      about,
      violations.map(({ field, message }) => ({ field: field === "addresses" ? "usage" : field, message })),
    );
  }
  const { vdcId, networkId } = network;
  const step = { vdcId, networkId, before: current, values };
  return planned({ ...about, verdict: current ? "changed" : "new", changes }, step);
}

/** As for a list typed by hand, in words about one address. */
function listingViolations(
  draft: AddressesDraft,
  shown: string,
  address: number,
  { space, usedByVms, usedByNodes }: NetworkState,
): readonly Violation[] {
  const only = (ranges: readonly IdRange[]) =>
    isIdInRanges(ranges, address) ? [{ first: address, last: address }] : [];
  const taken = { listed: [], usedByVms: only(usedByVms), usedByNodes: only(usedByNodes) };
  const { violations, skipped, heldByNodes, heldByVms } = planAddresses(draft, space, taken);
  const role = skipped.length > 0 ? roleOfAddress(space, address) : null;
  const message =
    role === "gateway"
      ? `${shown} is the network's gateway.`
      : role
        ? `${shown} is the subnet's ${role} address.`
        : heldByNodes.length > 0
          ? `${shown} is used by a compute node.`
          : heldByVms.length > 0
            ? `${shown} is used by a VM and cannot be reserved.`
            : null;
  return violations.map((violation) =>
    violation.field === "ranges" ? { field: "address", message: message ?? violation.message } : violation,
  );
}

function changesOf(before: ListedAddress, after: ListedAddress): RowChange[] {
  return (["usage", "note"] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

function stateOf(vdcId: string, network: AddressedNetwork): NetworkState {
  return { ...network, vdcId, byAddress: new Map(network.listed.map((listed) => [listed.address, listed])) };
}

function refuse(about: About, field: string, message: string): PlannedAddressRow {
  return refused(about, [{ field, message }]);
}

function refused(about: About, violations: readonly Violation[]): PlannedAddressRow {
  return planned({ ...about, verdict: "refused", violations });
}

function planned(
  row: About & Pick<RowVerdict, "verdict"> & Partial<RowVerdict>,
  step: AddressStep | null = null,
): PlannedAddressRow {
  return { verdict: { violations: [], changes: [], note: null, ...row }, step };
}
