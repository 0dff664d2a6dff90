import { isNamed, type Member } from "./member.ts";
import { isWithin } from "./said.ts";

type MembersByAddress = Map<string, Set<Member>>;

/** Who has which address, and who speaks of it: finds the pairs that some evidence is about without looking at the others. */
export class AddressBook {
  readonly #byAdmin: MembersByAddress = new Map();
  readonly #byExternal: MembersByAddress = new Map();
  readonly #speakers: MembersByAddress = new Map();
  readonly #withSubnets = new Set<Member>();

  add(member: Member): void {
    if (!member.isLinked || !isNamed(member)) return;
    const { adminAddress, externalAddress, saidByAddress, remoteCidrs } = member;
    if (adminAddress !== null) put(this.#byAdmin, adminAddress, member);
    if (externalAddress !== null) put(this.#byExternal, externalAddress, member);
    for (const address of saidByAddress.keys()) put(this.#speakers, address, member);
    if (remoteCidrs.length > 0) this.#withSubnets.add(member);
  }

  remove(member: Member): void {
    const { adminAddress, externalAddress, saidByAddress } = member;
    if (adminAddress !== null) drop(this.#byAdmin, adminAddress, member);
    if (externalAddress !== null) drop(this.#byExternal, externalAddress, member);
    for (const address of saidByAddress.keys()) drop(this.#speakers, address, member);
    this.#withSubnets.delete(member);
  }

  /** Nodes that this one speaks of, or that speak of it. */
  *peersOf(member: Member): Generator<Member> {
    const isHere = (peer: Member) => peer.pdc.id === member.pdc.id;
    const { adminAddress, externalAddress } = member;
    for (const address of member.saidByAddress.keys()) {
      for (const peer of this.#byAdmin.get(address) ?? []) if (isHere(peer)) yield peer;
      for (const peer of this.#byExternal.get(address) ?? []) if (!isHere(peer)) yield peer;
    }
    for (const peer of this.#speakers.get(adminAddress ?? "") ?? []) if (isHere(peer)) yield peer;
    for (const peer of this.#speakers.get(externalAddress ?? "") ?? []) if (!isHere(peer)) yield peer;
    for (const peer of this.#withSubnets)
      if (!isHere(peer) && isWithin(peer.remoteCidrs, externalAddress)) yield peer;
    if (member.remoteCidrs.length === 0) return;
    for (const [address, peers] of this.#byExternal) {
      if (!isWithin(member.remoteCidrs, address)) continue;
      for (const peer of peers) if (!isHere(peer)) yield peer;
    }
  }
}

function put(book: MembersByAddress, address: string, member: Member): void {
  const members = book.get(address);
  if (members) members.add(member);
  else book.set(address, new Set([member]));
}

function drop(book: MembersByAddress, address: string, member: Member): void {
  const members = book.get(address);
  members?.delete(member);
  if (members?.size === 0) book.delete(address);
}
