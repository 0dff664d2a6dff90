import type { HealthState } from "../../health.ts";
import type { Ipv4Cidr } from "../../ipv4.ts";
import type { Node } from "../../node.ts";
import type { PdcKey } from "../../pdc.ts";
import type { ArpView } from "./arp-knowledge.ts";
import type { Cell } from "./cell.ts";
import type { PairVerdict } from "./pair-verdict.ts";

/** A pair of nodes that some evidence speaks of, judged by itself. null: the two share no rule. */
export type PairRecord = { a: Member; b: Member; cell: Cell; verdict: PairVerdict | null };

/** Of one node, by the PDC of the other end: links that are known to be up or bad, and the bad ones among them. */
export type Tallies = ReadonlyMap<string, { decided: number; bad: number }>;

/** What a node says of one other address; the fields of an address that it does not mention are those of `NOTHING_SAID`. */
export type Said = {
  probes: readonly boolean[];
  isAssociationUsable: boolean;
  hasTakenIn: boolean;
  /** null: no key, or several different ones. */
  keyFingerprint: string | null;
  ikeProposal: string | null;
  isByCertificate: boolean;
  /** null: only the rules that hold for every address meet this one. */
  policyText: string | null;
};

export const NOTHING_SAID: Said = {
  probes: [],
  isAssociationUsable: false,
  hasTakenIn: false,
  keyFingerprint: null,
  ikeProposal: null,
  isByCertificate: false,
  policyText: null,
};

/** A node in the model, with what its links are judged by. It keeps its identity while the node changes. */
export type Member = {
  readonly id: string;
  node: Node;
  pdc: PdcKey;
  /** Confirmed; others have no links. */
  isLinked: boolean;
  state: HealthState;
  adminAddress: string | null;
  externalAddress: string | null;
  /** Sorted; null: never read. */
  ruleNames: readonly string[] | null;
  ruleNameSet: ReadonlySet<string>;
  /** Nodes of one class are alike in all that links are judged by, but for what is said of particular addresses. */
  classId: number;
  saidByAddress: ReadonlyMap<string, Said>;
  probedAt: Date | null;
  /** Policy rules whose far end is a whole subnet. */
  remoteCidrs: readonly Ipv4Cidr[];
  arpViewByRule: Map<string, ArpView>;
  /** Tables that hold for this node something else than they hold for most. */
  arpExceptions: Set<ArpView>;
  records: Map<Member, PairRecord>;
  /** Of its records; null: to be counted anew. */
  tallies: Tallies | null;
  /** Oldest fact that its links rest on, inside a PDC and between PDCs; null: never read. */
  observedAtByKind: { adminLink: Date | null; ipsecLink: Date | null };
};

export function isNamed({ pdc }: Member): boolean {
  return pdc.kind === "named";
}
