import type { Check, CheckCode } from "../mesh/check.ts";
import { type Link, linkBetween } from "../mesh/link.ts";
import type { LinkContext, LinkEnds } from "../mesh/link-context.ts";
import { oldestPart } from "../mesh/freshness-check.ts";
import { areEndsCertified, policiesOf } from "../mesh/ipsec-check.ts";
import { linkKindOf } from "../mesh/link-kind.ts";
import { sharedRuleNames } from "../mesh/rule-check.ts";
import { probeVerdict } from "../mesh/traffic-check.ts";
import type { Node } from "../node.ts";
import { arpStep, portStep } from "./arp-steps.ts";
import { ADMIN_ADDRESS_NEXT, CERTIFICATE_NEXT, DEGRADED_OVERLAY_NEXT, NEXT_BY_CODE } from "./next-steps.ts";
import { weighedByProbe } from "./probe-evidence.ts";
import { defaultRouteStep, espStep, ikeStep } from "./ipsec-steps.ts";
import {
  type DiagnosisStep,
  notAsked,
  seenIn,
  seenOn,
  STEP_CODES,
  step,
  type StepCode,
  stepOfChecks,
} from "./step.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export type LinkDiagnosis = {
  /** null: the ends share no overlay rule, so there is no link. */
  link: Pick<
    Link,
    "id" | "kind" | "state" | "reason" | "addresses" | "overlayRuleNames" | "observedAt"
  > | null;
  steps: DiagnosisStep[];
  verdict: Verdict;
};

/** The ordered chain of checks on one link, ending in a verdict. `overlayRuleName`: as if the ends had this rule alone. */
export function diagnoseLink(
  [one, other]: readonly [Node, Node],
  context: LinkContext,
  overlayRuleName: string | null = null,
): LinkDiagnosis {
  const given = [one, other].map((node) =>
    overlayRuleName === null ? node : withRule(node, overlayRuleName),
  );
  const [a = one, b = other] = given.toSorted((x, y) => (x.id < y.id ? -1 : 1));
  const nodes = [a, b] as const;
  const link = linkBetween(a, b, context);
  const ends: LinkEnds = {
    kind: linkKindOf(nodes),
    nodes,
    overlayRuleNames: link?.overlayRuleNames ?? sharedRuleNames(nodes) ?? [],
  };
  const steps = settled(stepsOf(ends, context, link), context);
  return { link: link && summaryOf(link), steps, verdict: verdictOf(steps) };
}

function withRule(node: Node, name: string): Node {
  const { facts } = node;
  if (!facts?.overlayRules) return node;
  const { value, observedAt } = facts.overlayRules;
  const overlayRules = { value: value.filter((rule) => rule.name === name), observedAt };
  return { ...node, facts: { ...facts, overlayRules } };
}

function summaryOf({ id, kind, state, reason, addresses, overlayRuleNames, observedAt }: Link) {
  return { id, kind, state, reason, addresses, overlayRuleNames, observedAt };
}

function stepsOf(ends: LinkEnds, context: LinkContext, link: Link | null): DiagnosisStep[] {
  const found = new Map(link?.checks.map((check) => [check.code, check]));
  const steps = new Map<StepCode, DiagnosisStep>();
  const add = (each: DiagnosisStep) => steps.set(each.code, each);
  add(factsStep(ends, context, found));
  if (!link) add(noRuleStep(ends));
  else if (ends.kind === "unknown")
    add(stepOfChecks("pdc", ends, [found.get("pdc-known")], NEXT_BY_CODE.pdc));
  else for (const each of weighedByProbe(stepsOfLink(ends, context, found), ends, context)) add(each);
  const why = link
    ? "The path is not known before both ends have a PDC name."
    : "There is no link to look at.";
  return STEP_CODES.map((code) => steps.get(code) ?? notAsked(code, "not-reached", why));
}

function stepsOfLink(
  ends: LinkEnds,
  context: LinkContext,
  found: ReadonlyMap<CheckCode, Check>,
): DiagnosisStep[] {
  const of = (code: StepCode, next: string, ...codes: CheckCode[]) =>
    stepOfChecks(
      code,
      ends,
      codes.map((each) => found.get(each)),
      next,
    );
  const isAdmin = ends.kind === "adminLink";
  const ofBothKinds = [
    of("pdc", NEXT_BY_CODE.pdc, "pdc-known"),
    of(
      "rule",
      found.get("overlay-live")?.outcome === "fail" ? DEGRADED_OVERLAY_NEXT : NEXT_BY_CODE.rule,
      "rule-shared",
      "overlay-live",
    ),
    portStep(ends, context, found.get("overlay-port")),
    arpStep(ends, context, found.get("arp-entries")),
    of("addresses", isAdmin ? ADMIN_ADDRESS_NEXT : NEXT_BY_CODE.addresses, "addresses"),
    of("mtu", NEXT_BY_CODE.mtu, "mtu"),
  ];
  if (isAdmin) {
    const why = "Inside a PDC frames travel as plain VXLAN over the admin network.";
    const ipsecOnly = [
      "default-route",
      "guard",
      "ipsec-policy",
      "ipsec-key",
      "ike",
      "esp",
      "traffic",
    ] as const;
    return [
      ...ofBothKinds,
      of("admin-reach", NEXT_BY_CODE["admin-reach"], "traffic"),
      ...ipsecOnly.map((code) => notAsked(code, "not-applicable", why)),
    ];
  }
  const ike = ikeStep(ends);
  const guard = of("guard", NEXT_BY_CODE.guard, "clear-text-guard");
  const policy = withoutPolicy(of("ipsec-policy", NEXT_BY_CODE["ipsec-policy"], "ipsec-policy"), ends, guard);
  const keyNext = areEndsCertified(ends) ? CERTIFICATE_NEXT : NEXT_BY_CODE["ipsec-key"];
  const key = of("ipsec-key", keyNext, "ipsec-key");
  const traffic = of("traffic", NEXT_BY_CODE.traffic, "traffic");
  const broken = [policy, key].find(({ outcome, weight }) => outcome === "fail" && weight === "stops");
  const because = "With what the steps before found, the ends cannot agree on an association.";
  return [
    ...ofBothKinds,
    notAsked("admin-reach", "not-applicable", "Between PDCs the admin network is not used."),
    explaining(defaultRouteStep(ends), traffic),
    guard,
    policy,
    key,
    broken ? notAsked("ike", "not-reached", because) : ike,
    broken ? notAsked("esp", "not-reached", because) : espStep(ends, { ike, traffic }),
    traffic,
  ];
}

/** A route that leads elsewhere is why nothing passes, once nothing passes. */
function explaining(each: DiagnosisStep, traffic: DiagnosisStep): DiagnosisStep {
  const isSilent = traffic.outcome === "fail" && traffic.weight === "stops";
  return each.outcome === "fail" && isSilent ? { ...each, weight: "stops" } : each;
}

/** Neither end asks for IPsec: frames leave in clear text, unless the guard drops them. */
function withoutPolicy(each: DiagnosisStep, ends: LinkEnds, guard: DiagnosisStep): DiagnosisStep {
  const isAskedFor = policiesOf(ends)?.some(({ isProtected }) => isProtected) ?? true;
  if (isAskedFor || each.outcome !== "fail") return each;
  const [weight, sentence]: [DiagnosisStep["weight"], string] =
    guard.outcome === "pass"
      ? ["stops", "The guard drops clear text, so nothing is left to carry frames."]
      : ["impairs", "Neither end encrypts: frames cross in clear text as far as nothing drops them."];
  const observedAt = each.seen[0]?.observedAt ?? null;
  return { ...each, weight, seen: [...each.seen, seenIn(sentence, observedAt)] };
}

function noRuleStep({ nodes }: LinkEnds): DiagnosisStep {
  const seen = nodes.map((node) => {
    const names = (node.facts?.overlayRules?.value ?? []).map(({ name }) => name);
    const has = names.length > 0 ? names.join(", ") : "no overlay rule like that";
    return seenOn(node, `${node.hostname} has ${has}.`, node.facts?.overlayRules?.observedAt ?? null);
  });
  return step("rule", { outcome: "fail", weight: "stops", seen, next: NEXT_BY_CODE.rule });
}

/** Of each end by itself; an end that answers neither us nor the other one is the cause. */
function factsStep(
  ends: LinkEnds,
  context: LinkContext,
  found: ReadonlyMap<CheckCode, Check>,
): DiagnosisStep {
  const told = ends.nodes.map((node, end) => {
    const peer = ends.nodes[end === 0 ? 1 : 0];
    return { node, ...factsOfEnd(node, peer, ends, context) };
  });
  const gone = told.filter(({ isGone }) => isGone);
  const bad = told.filter(({ outcome }) => outcome !== "pass");
  const shown = gone.length > 0 ? gone : bad.length > 0 ? bad : told;
  const outcome = bad.some((each) => each.outcome === "fail") ? "fail" : bad.length > 0 ? "unknown" : "pass";
  const own = step("facts", {
    outcome,
    weight: gone.length > 0 ? "stops" : "impairs",
    seen: shown.map(({ node, sentence, observedAt }) => seenOn(node, sentence, observedAt)),
    next:
      gone.length > 0
        ? "Look at the node's console: it may be off, or its admin network cut. Then refresh both ends."
        : outcome === "pass"
          ? null
          : NEXT_BY_CODE.facts,
  });
  // What a link's own check doubts is never called fresh here.
  const doubted = [found.get("facts-fresh"), found.get("last-refresh")].find(
    (check) => check?.outcome !== "pass",
  );
  if (own.outcome !== "pass" || !doubted) return own;
  const seen = [seenIn(doubted.sentence, doubted.observedAt)];
  return { ...own, outcome: doubted.outcome, seen, next: NEXT_BY_CODE.facts };
}

function factsOfEnd(
  node: Node,
  peer: Node,
  { kind }: LinkEnds,
  { now, staleAfterSeconds }: LinkContext,
): { outcome: "pass" | "fail" | "unknown"; sentence: string; observedAt: Date | null; isGone: boolean } {
  const observedAt = oldestPart(node, kind);
  const { hostname, lastRefresh, isConfirmed } = node;
  const failed = lastRefresh?.outcome === "failed" ? lastRefresh : null;
  if (!isConfirmed) {
    const sentence = `The host key of ${hostname} is not confirmed, so nothing it says counts.`;
    return { outcome: "unknown", sentence, observedAt: null, isGone: false };
  }
  if (failed?.cause === "unreachable") {
    const isGone = isSilentTo(peer, node, { now, staleAfterSeconds });
    const sentence = isGone
      ? `${hostname} answers neither its refresh nor ${peer.hostname}.`
      : `${hostname} could not be reached at its last refresh. If it is off, that is the cause.`;
    return { outcome: "fail", sentence, observedAt: failed.finishedAt, isGone };
  }
  if (!observedAt) {
    return { outcome: "unknown", sentence: `${hostname} has not been read yet.`, observedAt, isGone: false };
  }
  if (now.getTime() - observedAt.getTime() > staleAfterSeconds * 1000) {
    const sentence = `The facts of ${hostname} are older than the limit.`;
    return { outcome: "fail", sentence, observedAt, isGone: false };
  }
  if (failed) {
    const sentence = `The last refresh of ${hostname} failed (${failed.cause}), so its facts may no longer hold.`;
    return { outcome: "unknown", sentence, observedAt, isGone: false };
  }
  return { outcome: "pass", sentence: `The facts of ${hostname} are fresh.`, observedAt, isGone: false };
}

/** The peer's fresh probes of any of the node's addresses were all left unanswered. */
function isSilentTo(
  peer: Node,
  node: Node,
  { now, staleAfterSeconds }: Pick<LinkContext, "now" | "staleAfterSeconds">,
): boolean {
  const probes = peer.facts?.probes;
  if (!probes || now.getTime() - probes.observedAt.getTime() > staleAfterSeconds * 1000) return false;
  const addresses = [
    ...(node.facts?.nics?.value ?? []).map(({ ipv4Address }) => ipv4Address),
    ...(node.facts?.hostVnics?.value ?? []).map(({ ipv4Address }) => ipv4Address),
  ];
  const answers = probes.value
    .filter(({ targetAddress }) => addresses.includes(targetAddress))
    .map(({ isAnswered }) => ({ isAnswered, observedAt: probes.observedAt }));
  return probeVerdict(answers) === "silent-since";
}

/** What held when it was read long ago need not hold now. */
function settled(steps: readonly DiagnosisStep[], { now, staleAfterSeconds }: LinkContext): DiagnosisStep[] {
  const areFactsFresh = steps.some(({ code, outcome }) => code === "facts" && outcome === "pass");
  const isFresh = (at: Date | null) =>
    at !== null && now.getTime() - at.getTime() <= staleAfterSeconds * 1000;
  return steps.map((each) => {
    // A declared path MTU is older than what it is held against, and holds until it is declared anew.
    const holds =
      each.code === "mtu" ? areFactsFresh : each.seen.every(({ observedAt }) => isFresh(observedAt));
    if (each.outcome !== "pass" || holds) return each;
    const seen = each.seen.map((seenThen) => ({
      ...seenThen,
      sentence: isFresh(seenThen.observedAt) ? seenThen.sentence : `When last read: ${seenThen.sentence}`,
    }));
    return { ...each, outcome: "unknown", seen, next: NEXT_BY_CODE.facts };
  });
}
