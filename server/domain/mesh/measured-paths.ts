import type { PathProbe } from "../facts.ts";
import { adminAddress, externalAddress, type Node } from "../node.ts";
import { pdcPairIdOfNames } from "../pdc.ts";
import type { MeasuredMtu, PathMtu } from "./link-context.ts";

type Owner = { pdcName: string; isAdmin: boolean };
/** What one node says: the addresses it holds, and what it measured toward others. */
type Told = {
  pdcName: string;
  ownerByAddress: ReadonlyMap<string, Owner>;
  probes: readonly PathProbe[];
  observedAt: Date;
};
type Measurement = MeasuredMtu & { pdcNames: readonly [string, string] };

/**
 * Path MTUs as nodes measured them, by pair of PDCs: the smallest that any two of their nodes found, since it passes
 * everywhere. One node's change touches its own measurements, and those of who probed it when its addresses or PDC change.
 */
export class MeasuredPaths {
  readonly #toldByNodeId = new Map<string, Told>();
  readonly #ownersByAddress = new Map<string, Map<string, Owner>>();
  readonly #probersByAddress = new Map<string, Set<string>>();
  readonly #byPairId = new Map<string, Map<string, Measurement>>();
  readonly #pairIdsByNodeId = new Map<string, readonly string[]>();

  static of(nodes: readonly Node[]): MeasuredPaths {
    const paths = new MeasuredPaths();
    // First who has which address, so that nothing is resolved twice.
    for (const node of nodes) paths.#tell(node.id, toldBy(node));
    for (const id of paths.#toldByNodeId.keys()) paths.#resolve(id);
    return paths;
  }

  pairIds(): Iterable<string> {
    return this.#byPairId.keys();
  }

  /** null: nobody measured it. Of nodes that found the same, the latest is told. */
  get(pairId: string): PathMtu | null {
    let found: Measurement | null = null;
    for (const measured of this.#byPairId.get(pairId)?.values() ?? []) {
      const isBetter =
        !found ||
        measured.mtuBytes < found.mtuBytes ||
        (measured.mtuBytes === found.mtuBytes && measured.observedAt > found.observedAt);
      if (isBetter) found = measured;
    }
    return found && { ...found, source: "measured" };
  }

  /** null: the node is gone. Returns the pairs that may be measured otherwise now. */
  update(nodeId: string, node: Node | null): Set<string> {
    const before = this.#toldByNodeId.get(nodeId);
    const after = node && toldBy(node);
    this.#tell(nodeId, after);
    const isElsewhere = addressesKey(before) !== addressesKey(after);
    const moved = isElsewhere
      ? [...(before?.ownerByAddress.keys() ?? []), ...(after?.ownerByAddress.keys() ?? [])]
      : [];
    const probers = moved.flatMap((address) => [...(this.#probersByAddress.get(address) ?? [])]);
    const touched = new Set<string>();
    for (const id of new Set([nodeId, ...probers])) {
      for (const pairId of this.#resolve(id)) touched.add(pairId);
    }
    return touched;
  }

  #tell(nodeId: string, told: Told | null): void {
    const before = this.#toldByNodeId.get(nodeId);
    for (const address of before?.ownerByAddress.keys() ?? []) {
      this.#ownersByAddress.get(address)?.delete(nodeId);
    }
    for (const { peerAddress } of before?.probes ?? [])
      this.#probersByAddress.get(peerAddress)?.delete(nodeId);
    this.#toldByNodeId.delete(nodeId);
    if (!told) return;
    this.#toldByNodeId.set(nodeId, told);
    for (const [address, owner] of told.ownerByAddress) {
      const owners = this.#ownersByAddress.get(address) ?? new Map<string, Owner>();
      this.#ownersByAddress.set(address, owners.set(nodeId, owner));
    }
    for (const { peerAddress } of told.probes) {
      const probers = this.#probersByAddress.get(peerAddress) ?? new Set<string>();
      this.#probersByAddress.set(peerAddress, probers.add(nodeId));
    }
  }

  /** Lays what a node measured at its pairs; returns those before and after. */
  #resolve(nodeId: string): readonly string[] {
    const before = this.#pairIdsByNodeId.get(nodeId) ?? [];
    for (const pairId of before) {
      const measured = this.#byPairId.get(pairId);
      measured?.delete(nodeId);
      if (measured?.size === 0) this.#byPairId.delete(pairId);
    }
    this.#pairIdsByNodeId.delete(nodeId);
    const told = this.#toldByNodeId.get(nodeId);
    if (!told || told.probes.length === 0) return before;
    const after = new Set<string>();
    for (const { peerAddress, bytesThatPassed } of told.probes) {
      const peerName = this.#pdcNameAt(peerAddress, told.pdcName);
      if (peerName === null) continue;
      const pairId = pdcPairIdOfNames(told.pdcName, peerName);
      const measured = this.#byPairId.get(pairId) ?? new Map<string, Measurement>();
      this.#byPairId.set(pairId, measured);
      const known = measured.get(nodeId)?.mtuBytes ?? Infinity;
      measured.set(nodeId, {
        pdcNames: [told.pdcName, peerName],
        mtuBytes: Math.min(known, bytesThatPassed),
        observedAt: told.observedAt,
      });
      after.add(pairId);
    }
    this.#pairIdsByNodeId.set(nodeId, [...after]);
    return [...new Set([...before, ...after])];
  }

  /** Which PDC was probed: one's own over the admin network, another one over the external network. null: nobody can tell. */
  #pdcNameAt(address: string, proberPdcName: string): string | null {
    const owners = [...(this.#ownersByAddress.get(address)?.values() ?? [])].filter(
      ({ pdcName, isAdmin }) => isAdmin === (pdcName === proberPdcName),
    );
    const names = new Set(owners.map(({ pdcName }) => pdcName));
    const [name = null] = names;
    return names.size === 1 ? name : null;
  }
}

/** Nothing that an unconfirmed node says counts; one without a PDC's name is nowhere. */
function toldBy({ isConfirmed, facts }: Node): Told | null {
  const pdcName = facts?.identity?.value.pdcName ?? "";
  if (!isConfirmed || !facts || pdcName === "") return null;
  const [admin, external] = [adminAddress(facts), externalAddress(facts)];
  const ownerByAddress = new Map<string, Owner>();
  if (external !== null) ownerByAddress.set(external, { pdcName, isAdmin: false });
  if (admin !== null) ownerByAddress.set(admin, { pdcName, isAdmin: true });
  const { value: probes = [], observedAt = new Date(0) } = facts.pathProbes ?? {};
  return { pdcName, ownerByAddress, probes, observedAt };
}

function addressesKey(told: Told | null | undefined): string {
  return JSON.stringify(told ? [told.pdcName, ...told.ownerByAddress.keys()] : null);
}

/** Declared and measured path MTUs, kept up node by node. Each change returns the pairs whose links are judged otherwise by it. */
export class PathMtuBook {
  readonly #measured = new MeasuredPaths();
  readonly #byPairId = new Map<string, PathMtu>();
  #declaredByPairId: ReadonlyMap<string, PathMtu> = new Map();

  get byPairId(): ReadonlyMap<string, PathMtu> {
    return this.#byPairId;
  }

  /** A later one for the same pair replaces an earlier one. */
  declare(paths: readonly PathMtu[]): string[] {
    const before = this.#declaredByPairId;
    this.#declaredByPairId = new Map(paths.map((path) => [pdcPairIdOfNames(...path.pdcNames), path]));
    return this.#settle(new Set([...before.keys(), ...this.#declaredByPairId.keys()]));
  }

  /** null: the node is gone. */
  update(nodeId: string, node: Node | null): string[] {
    return this.#settle(this.#measured.update(nodeId, node));
  }

  #settle(pairIds: ReadonlySet<string>): string[] {
    return [...pairIds].filter((pairId) => {
      const before = this.#byPairId.get(pairId);
      const path = pathMtuOfPair(this.#declaredByPairId.get(pairId), this.#measured.get(pairId));
      if (path) this.#byPairId.set(pairId, path);
      else this.#byPairId.delete(pairId);
      return before?.mtuBytes !== path?.mtuBytes || before?.source !== path?.source;
    });
  }
}

/** What is declared counts before what was measured, which is told beside it. null: neither is. */
function pathMtuOfPair(declared: PathMtu | undefined, measured: PathMtu | null): PathMtu | null {
  if (!declared || declared.source !== "declared" || !measured) return declared ?? measured;
  const { mtuBytes, observedAt } = measured;
  return { ...declared, measured: { mtuBytes, observedAt } };
}

/** Of every pair of PDCs of which something is declared or was measured; `declared` may hold measurements made before. */
export function pathMtusById(declared: readonly PathMtu[], nodes: readonly Node[]): Map<string, PathMtu> {
  const paths = MeasuredPaths.of(nodes);
  const byId = new Map(declared.map((path) => [pdcPairIdOfNames(...path.pdcNames), path]));
  for (const pairId of paths.pairIds()) {
    const path = pathMtuOfPair(byId.get(pairId), paths.get(pairId));
    if (path) byId.set(pairId, path);
  }
  return byId;
}
