import type { Finding, Judgement, Undecided } from "../../warning.ts";
import type { WarningCode } from "../catalogue.ts";

const NODE_PREFIX = "node:";

export const identityOf = ({ code, subject }: Pick<Finding, "code" | "subject">): string =>
  `${code} ${subject.key}`;

/** By identity what was found earlier; null: nothing. */
type Changed = { earlier: ReadonlyMap<string, Finding | null>; decidedCodes: ReadonlySet<WarningCode> };

type Answer = { findings: readonly Finding[]; undecided: readonly Undecided[] };

/** What every unit of work has answered, and which identities another answer has since been given for. */
export class Results {
  readonly #answersByRule = new Map<number, Map<string, Answer>>();
  readonly #findingByUnit = new Map<string, Map<string, Finding>>();
  readonly #unitsByNodeId = new Map<string, Set<string>>();
  readonly #undecided = new Map<WarningCode, Map<string, number>>();
  /** With what was found at the last time. */
  readonly #changed = new Map<string, Finding | null>();
  readonly #decided = new Set<WarningCode>();

  /** What a rule, known by its position, says of one thing. */
  set(position: number, key: string, { findings, undecided }: Judgement): void {
    const answers = this.#answersByRule.get(position) ?? new Map<string, Answer>();
    const earlier = answers.get(key);
    if (!earlier && findings.length === 0 && undecided.length === 0) return;
    this.#answersByRule.set(position, answers);
    for (const one of undecided) this.addUndecided(one);
    for (const one of earlier?.undecided ?? []) this.removeUndecided(one);
    if (findings.length > 0 || (earlier && earlier.findings.length > 0))
      this.#setFindings(`${position} ${key}`, earlier?.findings ?? [], findings);
    if (findings.length > 0 || undecided.length > 0) answers.set(key, { findings, undecided });
    else answers.delete(key);
  }

  /** Units that have found something about the node. */
  unitsAbout(nodeId: string): Iterable<string> {
    return this.#unitsByNodeId.get(nodeId) ?? [];
  }

  addUndecided({ code, touching }: Undecided): void {
    const byKey = this.#undecided.get(code) ?? new Map<string, number>();
    this.#undecided.set(code, byKey);
    byKey.set(touching, (byKey.get(touching) ?? 0) + 1);
  }

  removeUndecided({ code, touching }: Undecided): void {
    const byKey = this.#undecided.get(code);
    const count = byKey?.get(touching) ?? 0;
    if (count > 1) byKey?.set(touching, count - 1);
    else if (byKey?.delete(touching)) this.#decided.add(code);
  }

  isUndecided(code: WarningCode, touching: string): boolean {
    return this.#undecided.get(code)?.has(touching) ?? false;
  }

  *undecided(): Generator<Undecided> {
    for (const [code, byKey] of this.#undecided)
      for (const touching of byKey.keys()) yield { code, touching };
  }

  finding(identity: string): Finding | undefined {
    const byUnit = this.#findingByUnit.get(identity);
    if (!byUnit || byUnit.size < 2) return byUnit?.values().next().value;
    const [first] = [...byUnit.keys()].toSorted();
    return byUnit.get(first ?? "");
  }

  *findings(): Generator<Finding> {
    for (const identity of this.#findingByUnit.keys()) {
      const finding = this.finding(identity);
      if (finding) yield finding;
    }
  }

  /** What has another answer than at the last time, and the codes that can be told of more things since. */
  takeChanged(): Changed {
    const taken = { earlier: new Map(this.#changed), decidedCodes: new Set(this.#decided) };
    this.#changed.clear();
    this.#decided.clear();
    return taken;
  }

  /** As if it had not been taken. */
  putBack({ earlier, decidedCodes }: Changed): void {
    for (const [identity, finding] of earlier) this.#changed.set(identity, finding);
    for (const code of decidedCodes) this.#decided.add(code);
  }

  #note(identity: string): void {
    if (!this.#changed.has(identity)) this.#changed.set(identity, this.finding(identity) ?? null);
  }

  #setFindings(unit: string, earlier: readonly Finding[], findings: readonly Finding[]): void {
    const textBefore = new Map(earlier.map((finding) => [identityOf(finding), finding]));
    const told = new Set<string>();
    for (const finding of findings) {
      const identity = identityOf(finding);
      if (told.has(identity)) continue;
      told.add(identity);
      const before = textBefore.get(identity);
      textBefore.delete(identity);
      if (!before || !areAlike(before, finding)) this.#note(identity);
      const byUnit = this.#findingByUnit.get(identity) ?? new Map<string, Finding>();
      this.#findingByUnit.set(identity, byUnit);
      byUnit.set(unit, finding);
    }
    for (const identity of textBefore.keys()) {
      this.#note(identity);
      const byUnit = this.#findingByUnit.get(identity);
      byUnit?.delete(unit);
      if (byUnit?.size === 0) this.#findingByUnit.delete(identity);
    }
    if (!areTouchesAlike(earlier, findings)) this.#follow(unit, earlier, findings);
  }

  /** Remembers about which nodes the unit has found something. */
  #follow(unit: string, earlier: readonly Finding[], findings: readonly Finding[]): void {
    const [before, now] = [nodeIdsOf(earlier), nodeIdsOf(findings)];
    for (const id of before) if (!now.has(id)) this.#forget(id, unit);
    for (const id of now) {
      if (before.has(id)) continue;
      const units = this.#unitsByNodeId.get(id);
      if (units) units.add(unit);
      else this.#unitsByNodeId.set(id, new Set([unit]));
    }
  }

  #forget(nodeId: string, unit: string): void {
    const units = this.#unitsByNodeId.get(nodeId);
    units?.delete(unit);
    if (units?.size === 0) this.#unitsByNodeId.delete(nodeId);
  }
}

function areAlike(a: Finding, b: Finding): boolean {
  return (
    a.cause === b.cause &&
    a.severity === b.severity &&
    a.subject.label === b.subject.label &&
    a.remedy === b.remedy &&
    a.href === b.href &&
    a.vdcId === b.vdcId &&
    a.evidence.length === b.evidence.length &&
    a.evidence.every(({ sentence, observedAt }, position) => {
      const other = b.evidence[position];
      return sentence === other?.sentence && observedAt.getTime() === other.observedAt.getTime();
    }) &&
    areKeysAlike(a.touches, b.touches)
  );
}

function areKeysAlike(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, position) => key === b[position]);
}

function areTouchesAlike(a: readonly Finding[], b: readonly Finding[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ touches }, position) => areKeysAlike(touches, b[position]?.touches ?? []))
  );
}

function nodeIdsOf(findings: readonly Finding[]): Set<string> {
  return new Set(
    findings.flatMap(({ touches }) =>
      touches.flatMap((key) => (key.startsWith(NODE_PREFIX) ? [key.slice(NODE_PREFIX.length)] : [])),
    ),
  );
}
