import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delegation, NamedRule } from "../../delegation.ts";
import type { PathMtu } from "../../mesh/link-context.ts";
import type { Node } from "../../node.ts";
import { anyCloudEvent, anyHealthyCloud, type CloudEvent } from "../../testing/any-cloud.ts";
import { NOW, RULE } from "../../testing/mesh-nodes.ts";
import type { Judgement } from "../../warning.ts";
import { judgeWarnings } from "../judge.ts";
import { WARNING_RULES } from "../rules.ts";
import type { Delegated, NetworkFacts, PartFailure, Situation } from "../situation.ts";
import { WarningModel } from "./warning-model.ts";

const SETTINGS = { staleAfterSeconds: 900, publicAddressExceptions: [] };

/** Without the order in which it was found out. */
function told({ findings, undecided }: Judgement) {
  return {
    findings: findings.map((finding) => ({ ...finding, touches: finding.touches.toSorted() })),
    undecided: undecided.map(({ code, touching }) => `${code} ${touching}`).toSorted(),
  };
}

const anyNetwork = fc
  .record({
    number: fc.nat(3),
    overlayRuleName: fc.constantFrom(RULE, "extra", null),
    vxlanId: fc.constantFrom(123, 124),
    vlanId: fc.constantFrom(0, 7),
    mtuBytes: fc.constantFrom(1392, 1400, 8900),
    subnet: fc.constantFrom("192.168.0.0/24", "10.0.0.0/8"),
  })
  .map(({ number, overlayRuleName, vxlanId, ...network }): NetworkFacts => ({
    ...network,
    id: `33333333-3333-4333-8333-00000000000${number}`,
    vdcId: "11111111-1111-4111-8111-111111111111",
    name: `net-${number}`,
    overlayRuleName,
    nicTagName: overlayRuleName === null ? "external" : null,
    vxlanId: overlayRuleName === null ? null : vxlanId,
    updatedAt: NOW,
  }));

const VDC_IDS = ["11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-222222222222"];
const anyIds = fc.constantFrom(
  [{ first: 123, last: 123 }],
  [{ first: 120, last: 124 }],
  [{ first: 7, last: 8 }],
);
const anyDelegation: fc.Arbitrary<Delegation> = fc.record({
  isRestricted: fc.boolean(),
  networkCountMax: fc.constantFrom(null, 1, 9),
  vxlanDelegations: fc.array(
    fc.record({
      overlayRuleNames: fc.constantFrom(null, [RULE]),
      vxlanIds: anyIds,
      sharedVlanIds: fc.constantFrom(null, [{ first: 0, last: 7 }]),
    }),
    { maxLength: 2 },
  ),
  vlanDelegations: fc.array(
    fc.oneof(
      fc.record({ overlayRuleName: fc.constant(RULE), nicTagName: fc.constant(null), vlanIds: anyIds }),
      fc.record({
        overlayRuleName: fc.constant(null),
        nicTagName: fc.constantFrom("admin", "external"),
        vlanIds: anyIds,
      }),
    ),
    { maxLength: 2 },
  ),
});

type DelegateEvent = { kind: "delegate"; position: number; delegation: Delegation | null };
type RestEvent = { kind: "rest"; vxlanId: number; seconds: number };
type RulesEvent = { kind: "rules"; overlayRules: NamedRule[] };
type NetworkEvent = { kind: "network"; network: NetworkFacts; isRemoved: boolean };
type HostEvent = { kind: "rename"; position: number; hostname: string };
type PartEvent = { kind: "parts"; position: number; failures: PartFailure[] };
type HoldingsEvent = DelegateEvent | RestEvent | RulesEvent;
type Event = CloudEvent | NetworkEvent | HostEvent | PartEvent | HoldingsEvent;

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: anyCloudEvent },
  fc.record({ kind: fc.constant("network" as const), network: anyNetwork, isRemoved: fc.boolean() }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("delegate" as const),
      position: fc.nat(1),
      delegation: fc.option(anyDelegation, { freq: 6 }),
    }),
  },
  fc.record({
    kind: fc.constant("rest" as const),
    vxlanId: fc.constantFrom(8, 120, 123),
    seconds: fc.constantFrom(10, 700),
  }),
  fc.record({
    kind: fc.constant("rules" as const),
    overlayRules: fc.boolean().map((isUserRule) => [{ name: RULE, isUserRule }]),
  }),
  fc.record({
    kind: fc.constant("rename" as const),
    position: fc.nat(7),
    hostname: fc.constantFrom("aa", "zz", "cn1"),
  }),
  fc.record({
    kind: fc.constant("parts" as const),
    position: fc.nat(7),
    failures: fc.constantFrom<PartFailure[]>([], [{ part: "ipsec", reason: "Line 3 is no rule." }]),
  }),
);

class CloudOfEvents {
  readonly nodes = new Map<string, Node>();
  readonly networks = new Map<string, NetworkFacts>();
  readonly failures = new Map<string, PartFailure[]>();
  pathMtus: PathMtu[] = [];
  delegated: Delegated = {
    delegations: [],
    overlayRules: [{ name: RULE, isUserRule: true }],
    restingVxlans: [],
  };
  now = NOW;

  readonly #healthy: readonly Node[];

  constructor(healthy: readonly Node[]) {
    this.#healthy = healthy;
    for (const node of healthy) this.nodes.set(node.id, node);
  }

  get situation(): Situation {
    return {
      nodes: [...this.nodes.values()],
      partFailuresByNodeId: this.failures,
      networks: [...this.networks.values()],
      pathMtus: this.pathMtus,
      ...this.delegated,
      settings: SETTINGS,
      now: this.now,
    };
  }

  /** Changes the cloud, and the model with it. */
  happen(event: Event, model: WarningModel): void {
    if (event.kind === "pass") {
      this.now = new Date(this.now.getTime() + event.seconds * 1000);
      return model.advance(this.now);
    }
    if (event.kind === "declare") {
      const { mtuBytes } = event;
      this.pathMtus =
        mtuBytes === null
          ? []
          : [{ pdcNames: ["prg-1", "bru-1"], mtuBytes, source: "declared", observedAt: NOW }];
      return model.setPathMtus(this.pathMtus);
    }
    if (event.kind === "network") {
      const { network, isRemoved } = event;
      if (isRemoved) this.networks.delete(network.id);
      else this.networks.set(network.id, network);
      return model.updateNetworks(isRemoved ? [] : [network], isRemoved ? [network.id] : []);
    }
    if (event.kind === "delegate" || event.kind === "rest" || event.kind === "rules") {
      this.delegated = { ...this.delegated, ...this.#holdingsAfter(event) };
      return model.setDelegated(this.delegated);
    }
    this.#changeNode(event, model);
  }

  #holdingsAfter(event: HoldingsEvent): Partial<Delegated> {
    if (event.kind === "rules") return { overlayRules: event.overlayRules };
    if (event.kind === "rest") {
      const restsUntil = new Date(this.now.getTime() + event.seconds * 1000);
      return { restingVxlans: [...this.delegated.restingVxlans, { vxlanId: event.vxlanId, restsUntil }] };
    }
    const vdcId = VDC_IDS[event.position] ?? "";
    const others = this.delegated.delegations.filter((vdc) => vdc.vdcId !== vdcId);
    const { delegation } = event;
    const given = delegation ? [{ vdcId, vdcName: `vdc-${event.position}`, delegation, updatedAt: NOW }] : [];
    return { delegations: [...others, ...given] };
  }

  #changeNode(
    event: Exclude<Event, HoldingsEvent | { kind: "pass" | "declare" | "network" }>,
    model: WarningModel,
  ): void {
    const original = this.#healthy[event.position];
    if (!original) return;
    if (event.kind === "leave") {
      this.nodes.delete(original.id);
      this.failures.delete(original.id);
      return model.update([], [original.id]);
    }
    const current = this.nodes.get(original.id);
    if (event.kind === "parts" && current) this.failures.set(original.id, event.failures);
    const next = this.#nextOf(event, original, current);
    if (!next) return;
    this.nodes.set(next.id, next);
    model.update([next], [], this.failures);
  }

  #nextOf(event: Event, original: Node, current: Node | undefined): Node | undefined {
    if (event.kind === "return") return original;
    if (event.kind === "rename") return current && { ...current, hostname: event.hostname };
    if (event.kind === "change") return current && event.change(current, [...this.nodes.values()]);
    return current;
  }
}

describe("WarningModel", () => {
  it("comes to the same by any sequence of changes as from scratch", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyHealthyCloud, fc.array(anyEvent, { maxLength: 20 }), (healthy, events) => {
        const cloud = new CloudOfEvents(healthy);
        const model = WarningModel.of(WARNING_RULES, cloud.situation);
        model.settle();
        for (const event of events) {
          cloud.happen(event, model);
          expect(told(model.judgement())).toEqual(told(judgeWarnings(cloud.situation)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("tells of every identity whose answer changed, and keeps the others unsaid", () => {
    fc.assert(
      fc.property(anyHealthyCloud, fc.array(anyEvent, { maxLength: 12 }), (healthy, events) => {
        const cloud = new CloudOfEvents(healthy);
        const model = WarningModel.of(WARNING_RULES, cloud.situation);
        const known = new Map<string, string>();
        const take = () => {
          const { identities, findings } = model.takeDifference();
          for (const identity of identities) known.delete(identity);
          for (const finding of findings) {
            known.set(`${finding.code} ${finding.subject.key}`, JSON.stringify(finding));
          }
        };
        take();
        for (const event of events) {
          cloud.happen(event, model);
          take();
          const { findings } = model.judgement();
          const all = findings.map(
            (finding) => [`${finding.code} ${finding.subject.key}`, JSON.stringify(finding)] as const,
          );
          expect(new Map([...known].toSorted())).toEqual(new Map(all.toSorted()));
        }
      }),
      { numRuns: 150 },
    );
  });
});
