import type { DiagnosisStep, Pattern, Seen, StepCode } from "./step.ts";

/** `cause`: packets do not pass, and why. `impaired`: they pass, but not as they should. `carries`: nothing wrong was found. */
export type Verdict = {
  kind: "cause" | "impaired" | "unknown" | "carries";
  /** The step it rests on. */
  code: StepCode | null;
  title: string;
  sentence: string;
  evidence: Seen[];
  next: string | null;
  /** What would have to be known; none but of `unknown`. */
  missing: string[];
  /** The known trouble it looks like. */
  pattern: Pattern | null;
};

const CAUSE_TITLES: Record<StepCode, string> = {
  facts: "One end does not answer",
  pdc: "An end has no PDC name",
  rule: "The ends share no overlay that works on both",
  ports: "Frames are sent to another port than the other end listens on",
  arp: "The ARP table sends frames to nowhere or to the wrong place",
  addresses: "An end lacks the address the other has to send to",
  "admin-reach": "Same PDC name, but the ends do not reach each other on the admin network",
  "default-route": "The default route does not lead to the other end",
  guard: "Clear text is not kept off the external NICs",
  "ipsec-policy": "The ends do not ask for the same IPsec",
  "ipsec-key": "The ends do not hold the same key",
  ike: "The ends do not finish negotiating (IKE)",
  esp: "Encrypted packets do not arrive (ESP)",
  traffic: "Packets do not pass, and nothing that was read tells why",
  mtu: "Full packets cross in fragments",
};

/** Of what does not stop everything. */
const IMPAIRMENT_TITLES: Partial<Record<StepCode, string>> = {
  rule: "Not every overlay of the ends works",
  ports: "Some frames are sent to another port than the other end listens on",
  arp: "Some ARP entries are missing or wrong",
  addresses: "An address is not what the other end needs",
  "admin-reach": "Not every probe on the admin network is answered",
  "default-route": "The default route does not leave through the external NIC, though packets pass",
  "ipsec-policy": "The ends do not ask for the same IPsec, though packets pass",
  "ipsec-key": "The ends no longer hold the same key; what was negotiated before still carries",
  ike: "The ends no longer negotiate (IKE); what was negotiated before still carries",
  esp: "Not all encrypted packets arrive (ESP), though some do",
  traffic: "Not every probe is answered, though packets pass",
};

const PATTERN_BY_CODE: Partial<Record<StepCode, Pattern>> = {
  ike: "one-side-negotiates",
  "ipsec-policy": "one-side-negotiates",
  "ipsec-key": "one-side-negotiates",
  esp: "esp-one-way",
  traffic: "no-packets",
};

/** Associations come on demand: without any, an answered probe tells enough. */
const IDLE_CODES: readonly StepCode[] = ["ike", "esp"];
const PROOFS: readonly StepCode[] = ["traffic", "admin-reach", "esp"];

/** The first right cause; with anything that counts missing, what is missing and no cause. */
export function verdictOf(steps: readonly DiagnosisStep[]): Verdict {
  const failed = steps.filter(({ outcome }) => outcome === "fail");
  const facts = steps.find(({ code }) => code === "facts");
  const stops = failed.find(({ code, weight }) => weight === "stops" && code !== "facts");
  if (facts?.outcome === "fail" && facts.weight === "stops") return causeOf(facts);
  // Old facts do not take away what was captured just now.
  const isCaptured = stops?.seen.some(({ from }) => from === "capture");
  if (facts && facts.outcome !== "pass" && !isCaptured)
    return untold([facts], stops ?? failed.find((each) => each !== facts));
  if (stops) return causeOf(stops);
  const carries = steps.some(({ code, outcome }) => PROOFS.includes(code) && outcome === "pass");
  const unknown = steps.filter(
    ({ code, outcome }) => outcome === "unknown" && !(carries && IDLE_CODES.includes(code)),
  );
  const [firstFailed] = failed;
  if (firstFailed && carries) return causeOf(firstFailed, "impaired");
  if (unknown.length > 0) return untold(unknown, firstFailed);
  if (firstFailed) return causeOf(firstFailed, "impaired");
  return carrying(steps);
}

function causeOf(
  { code, seen, next, pattern }: DiagnosisStep,
  kind: "cause" | "impaired" = "cause",
): Verdict {
  return {
    kind,
    code,
    title: (kind === "impaired" && IMPAIRMENT_TITLES[code]) || CAUSE_TITLES[code],
    sentence: seen.map(({ sentence }) => sentence).join(" "),
    evidence: seen,
    next,
    missing: [],
    pattern: kind === "cause" ? (pattern ?? PATTERN_BY_CODE[code] ?? null) : null,
  };
}

function untold(missing: readonly DiagnosisStep[], likely: DiagnosisStep | undefined): Verdict {
  const sentences = missing.flatMap(({ seen }) => seen.map(({ sentence }) => sentence));
  const lead = likely
    ? ` By what was last read it may be this: ${likely.seen.map(({ sentence }) => sentence).join(" ")}`
    : "";
  return {
    kind: "unknown",
    code: missing[0]?.code ?? null,
    title: "Cannot be told",
    sentence: `Not everything that decides is known.${lead}`,
    evidence: likely?.seen ?? [],
    next: missing[0]?.next ?? "Refresh both ends; the page looks again by itself.",
    missing: [...new Set(sentences)],
    pattern: null,
  };
}

function carrying(steps: readonly DiagnosisStep[]): Verdict {
  const proof = steps.find(({ code, outcome }) => PROOFS.includes(code) && outcome === "pass");
  return {
    kind: "carries",
    code: proof?.code ?? null,
    title: "Nothing wrong was found",
    sentence:
      "Both ends agree with each other and packets pass. If VMs are silent all the same, look inside them: capture on the VM's own NIC, and compare its address, its MTU and its firewall with the network's.",
    evidence: proof?.seen ?? [],
    next: null,
    missing: [],
    pattern: "guests-silent",
  };
}
