import type { NetworkFacts } from "../situation.ts";
import type { NetworkKey } from "./rule.ts";
import { inOrder } from "../../in-order.ts";

/** (overlay rule or NIC tag, VXLAN, VLAN). */
export function segmentOf(carrier: string, vxlanId: number | null, vlanId: number): string {
  return JSON.stringify([carrier, vxlanId, vlanId]);
}

function keysOf(network: NetworkFacts): [NetworkKey, string][] {
  const { overlayRuleName, nicTagName, vxlanId, vlanId } = network;
  const carrier = nicTagName ?? overlayRuleName ?? "";
  return [
    ["vdc", network.vdcId],
    ["carrier", carrier],
    ["segment", segmentOf(overlayRuleName ?? nicTagName ?? "", vxlanId, vlanId)],
    ...(overlayRuleName === null ? [] : ([["rule", overlayRuleName]] as [NetworkKey, string][])),
    ...(overlayRuleName === null || vxlanId === null
      ? []
      : ([["vxlan", String(vxlanId)]] as [NetworkKey, string][])),
  ];
}

/** The vDCs' networks, found by what they sit on. */
export class Networks {
  readonly #byId = new Map<string, NetworkFacts>();
  readonly #idsByKey = new Map<string, Set<string>>();

  update(
    networks: readonly NetworkFacts[],
    removedIds: readonly string[],
    changed: (kind: NetworkKey, key: string) => void,
  ): void {
    for (const id of removedIds) this.#drop(id, changed);
    for (const network of networks) {
      this.#drop(network.id, changed);
      this.#byId.set(network.id, network);
      for (const [kind, key] of keysOf(network)) {
        const name = `${kind} ${key}`;
        const ids = this.#idsByKey.get(name);
        if (ids) ids.add(network.id);
        else this.#idsByKey.set(name, new Set([network.id]));
        changed(kind, key);
      }
    }
  }

  get ids(): Iterable<string> {
    return this.#byId.keys();
  }

  get(id: string): NetworkFacts | undefined {
    return this.#byId.get(id);
  }

  /** By name; but a whole vDC's in any order. */
  of(kind: NetworkKey, key: string): NetworkFacts[] {
    const networks = [...(this.#idsByKey.get(`${kind} ${key}`) ?? [])].flatMap(
      (id) => this.#byId.get(id) ?? [],
    );
    return networks.length < 2 || kind === "vdc" ? networks : networks.toSorted(compareNetworks);
  }

  /** Carriers that networks use. */
  *carriers(): Generator<string> {
    for (const name of this.#idsByKey.keys())
      if (name.startsWith("carrier ")) yield name.slice("carrier ".length);
  }

  #drop(id: string, changed: (kind: NetworkKey, key: string) => void): void {
    const network = this.#byId.get(id);
    if (!network) return;
    this.#byId.delete(id);
    for (const [kind, key] of keysOf(network)) {
      const ids = this.#idsByKey.get(`${kind} ${key}`);
      ids?.delete(id);
      if (ids?.size === 0) this.#idsByKey.delete(`${kind} ${key}`);
      changed(kind, key);
    }
  }
}

function compareNetworks(a: NetworkFacts, b: NetworkFacts): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return inOrder(a.id, b.id);
}
