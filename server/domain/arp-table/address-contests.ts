import { addressHolderOf, isHeldBack } from "./claims.ts";
import type { VnicClaim } from "./vnic-claims.ts";
import type { ArpConflict } from "./wanted.ts";

/** Nearly all addresses are claimed once, so that is kept small. */
type Claims = VnicClaim | readonly VnicClaim[];
type ConflictOf = (macAddress: string) => ArpConflict | undefined;

const NONE: readonly VnicClaim[] = [];

/**
 * Which addresses of one rule vNICs of several nodes want ARP answered for, as it is answered for the whole rule, blind to
 * VXLAN and VLAN, and which belong to a foreign network; kept up claim by claim.
 */
export class AddressContests {
  readonly #claimsByAddress = new Map<string, Claims>();
  readonly #contestedMacs = new Map<string, readonly string[]>();
  readonly #conflictByMac = new Map<string, ArpConflict>();
  readonly #due = new Set<string>();

  add(claim: VnicClaim): void {
    const address = claim.arpAddress;
    if (address === null) return;
    const known = this.#claimsTo(address);
    this.#claimsByAddress.set(address, known.length === 0 ? claim : [...known, claim]);
    if (known.length > 0 || isHeldBack(claim.macClaim)) this.#due.add(address);
  }

  /** Of the node's claims to the address all are dropped. */
  drop({ arpAddress: address, nodeId }: VnicClaim): void {
    if (address === null) return;
    const known = this.#claimsTo(address);
    const rest = known.filter((claim) => claim.nodeId !== nodeId);
    const [first] = rest;
    if (first) this.#claimsByAddress.set(address, rest.length === 1 ? first : rest);
    else this.#claimsByAddress.delete(address);
    if (mayBeContested(known)) this.#due.add(address);
  }

  /** Somebody else may hold the MAC address of these now. */
  reconsider(claims: readonly VnicClaim[]): void {
    for (const { arpAddress } of claims) {
      if (arpAddress !== null && mayBeContested(this.#claimsTo(arpAddress))) this.#due.add(arpAddress);
    }
  }

  /** Says who holds what changed; answers the MAC addresses of all claimants of what is or was contested. */
  settle(macConflictOf: ConflictOf): Set<string> {
    const macs = new Set<string>();
    for (const address of this.#due) {
      for (const mac of this.#contestedMacs.get(address) ?? []) {
        this.#conflictByMac.delete(mac);
        macs.add(mac);
      }
      this.#contestedMacs.delete(address);
    }
    for (const address of this.#due) {
      const conflicts = conflictsOver(this.#claimsTo(address), address, macConflictOf);
      if (conflicts.length === 0) continue;
      this.#contestedMacs.set(
        address,
        conflicts.map(({ macAddress }) => macAddress),
      );
      for (const conflict of conflicts) {
        this.#conflictByMac.set(conflict.macAddress, conflict);
        macs.add(conflict.macAddress);
      }
    }
    this.#due.clear();
    return macs;
  }

  /** What holds back the entry of a MAC address: the contest for itself, or else that for its address. */
  conflictOf(macAddress: string, overMac: ArpConflict | undefined): ArpConflict | undefined {
    const overAddress = this.#conflictByMac.get(macAddress);
    if (!overAddress || overMac?.holderNodeId === null) return overMac;
    return overMac?.holderNodeId === overAddress.holderNodeId ? overMac : overAddress;
  }

  #claimsTo(address: string): readonly VnicClaim[] {
    const claims = this.#claimsByAddress.get(address);
    return claims === undefined ? NONE : "nodeId" in claims ? [claims] : claims;
  }
}

const mayBeContested = (claims: readonly VnicClaim[]) =>
  claims.length > 1 || claims.some(({ macClaim }) => isHeldBack(macClaim));

/**
 * One of each MAC address that has to wait, or has rivals. Who has lost a MAC address has no say about its address, and neither
 * has who takes it from a foreign network.
 */
function conflictsOver(
  claims: readonly VnicClaim[],
  ipv4Address: string,
  macConflictOf: ConflictOf,
): ArpConflict[] {
  const standing = claims.filter(({ macAddress, nodeId }) => {
    const holderNodeId = macConflictOf(macAddress)?.holderNodeId ?? null;
    return holderNodeId === null || holderNodeId === nodeId;
  });
  const foreign = standing.filter(({ macClaim }) => isHeldBack(macClaim));
  const rightful = standing.filter(({ macClaim }) => !isHeldBack(macClaim));
  const nodeIds = idsOf(rightful);
  const contested = nodeIds.length < 2 ? [] : macsOf(rightful);
  const holderNodeId = contested.length > 0 ? addressHolderOf(rightful) : null;
  return [
    ...contested.map((macAddress) => ({
      ...{ macAddress, ipv4Address, nodeIds, holderNodeId, isForeign: false },
    })),
    ...macsOf(foreign).map((macAddress) => ({
      ...{ macAddress, ipv4Address, nodeIds: idsOf(standing), holderNodeId: null, isForeign: true },
    })),
  ];
}

const idsOf = (claims: readonly VnicClaim[]) => [...new Set(claims.map(({ nodeId }) => nodeId))];
const macsOf = (claims: readonly VnicClaim[]) => [...new Set(claims.map(({ macAddress }) => macAddress))];
