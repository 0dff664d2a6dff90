import type { HealthState } from "../../health.ts";
import type { CheckCode } from "../check.ts";
import { clearTextOf, type ClearText } from "../clear-text.ts";
import type { Link } from "../link.ts";
import type { LinkKind } from "../link-kind.ts";
import type { LinkPath } from "../link-path.ts";
import { linkRowOf } from "../link-row.ts";

export type RuleVerdict = {
  name: string;
  /** null: the path MTU or the rule's is not known. */
  mtu: { effectiveBytes: number; wantedBytes: number; isFragmenting: boolean } | null;
};

/** What sums are made of: all of a link that does not name its ends. */
export type PairVerdict = {
  kind: LinkKind;
  state: HealthState;
  path: LinkPath;
  clearText: ClearText;
  isIdle: boolean;
  causes: readonly CheckCode[];
  rules: readonly RuleVerdict[];
};

/** What full frames do on a link. */
export const MTU_OUTCOMES = ["fragments", "unknown", "fits"] as const;
export type MtuOutcome = (typeof MTU_OUTCOMES)[number];

/** By the rules that are looked at: one that fragments is told before one that is not known. */
export function mtuOutcomeOf({ rules }: PairVerdict, overlayRuleName: string | null): MtuOutcome {
  const looked = overlayRuleName ? rules.filter(({ name }) => name === overlayRuleName) : rules;
  if (looked.some(({ mtu }) => mtu?.isFragmenting)) return "fragments";
  return looked.length === 0 || looked.some(({ mtu }) => mtu === null) ? "unknown" : "fits";
}

export function verdictOf(link: Link): PairVerdict {
  const { kind, state, path, isIdle, causes, overlayRuleNames } = linkRowOf(link);
  const mtuByRule = new Map(link.ruleMtus.map((mtu) => [mtu.overlayRuleName, mtu]));
  const rules = [...new Set(overlayRuleNames)].map((name): RuleVerdict => {
    const mtu = mtuByRule.get(name);
    if (!mtu) return { name, mtu: null };
    const { effectiveMtuBytes, ruleMtuBytes, fragments } = mtu;
    return {
      name,
      mtu: {
        effectiveBytes: effectiveMtuBytes,
        wantedBytes: ruleMtuBytes,
        isFragmenting: fragments.length > 0,
      },
    };
  });
  return { kind, state, path, clearText: clearTextOf(link), isIdle, causes, rules };
}

/** One value for equal verdicts, so that they are counted together. */
export class VerdictBook {
  readonly #verdictByText = new Map<string, PairVerdict>();

  of(link: Link | null): PairVerdict | null {
    if (!link) return null;
    const verdict = verdictOf(link);
    const text = JSON.stringify(verdict);
    const known = this.#verdictByText.get(text);
    if (known) return known;
    this.#verdictByText.set(text, verdict);
    return verdict;
  }
}
