import { liveOverlaysOf, overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { LinkKind } from "../mesh/link-kind.ts";
import type { Member } from "../mesh/model/member.ts";
import type { PairVerdict, RuleVerdict } from "../mesh/model/pair-verdict.ts";

/**
 * How frames of a link are protected. `intended`: IPsec is meant and not proved. `uncovered`: they go to an address that no
 * IPsec policy covers, so the guard drops them or they are in clear text.
 */
export type Protection = "inside" | "encrypted" | "intended" | "uncovered" | "clear-text" | "unknown";

/** Which address of the other end frames go to; `fixed`: one that a rule of an end names. */
export type Via = "admin" | "external" | "fixed" | "unknown";

/** What a scenario may change about a link. */
export type Look = {
  kind: LinkKind;
  protection: Protection;
  via: Via;
  rules: readonly RuleVerdict[];
};

/** Rules that name an address for this node's frames other than the one that its peers would use. */
export type FixedListening = { inside: ReadonlySet<string>; between: ReadonlySet<string> };

const NONE: FixedListening = { inside: new Set(), between: new Set() };

export function fixedListeningOf({ node, ruleNames, adminAddress, externalAddress }: Member): FixedListening {
  const fixed = (ruleNames ?? []).flatMap((name) => {
    const live = liveOverlaysOf(node, name).flatMap(({ listenAddress }) => listenAddress ?? []);
    const addresses = live.length > 0 ? live : [overlayRuleOf(node, name)?.listenAddress ?? "0.0.0.0"];
    return addresses.filter((address) => address !== "0.0.0.0").map((address) => ({ name, address }));
  });
  if (fixed.length === 0) return NONE;
  const except = (own: string | null) =>
    new Set(fixed.filter(({ address }) => address !== own).map(({ name }) => name));
  return { inside: except(adminAddress), between: except(externalAddress) };
}

export function lookOf(
  verdict: PairVerdict | null,
  ends: readonly [FixedListening, FixedListening],
): Look | null {
  if (!verdict) return null;
  const { kind, rules } = verdict;
  if (kind === "unknown") return { kind, protection: "unknown", via: "unknown", rules };
  const isFixed = ends.some((end) =>
    rules.some(({ name }) => (kind === "adminLink" ? end.inside : end.between).has(name)),
  );
  if (kind === "adminLink") return { kind, protection: "inside", via: isFixed ? "fixed" : "admin", rules };
  const via = isFixed ? "fixed" : "external";
  return { kind, protection: protectionOf(verdict, isFixed), via, rules };
}

function protectionOf({ path, clearText }: PairVerdict, isFixed: boolean): Protection {
  if (clearText === "open") return "clear-text";
  if (isFixed) return "uncovered";
  return path === "ipsec" ? "encrypted" : "intended";
}

/** What becomes of encryption; red are `lost` and `exposed`. */
export const ENCRYPTION_CHANGES = ["lost", "exposed", "unproved", "gained"] as const;
export type EncryptionChange = (typeof ENCRYPTION_CHANGES)[number];

const isMeant = (protection: Protection | undefined) =>
  protection === "encrypted" || protection === "intended";
const isOpen = (protection: Protection | undefined) =>
  protection === "clear-text" || protection === "uncovered";

/**
 * `lost`: it was encrypted, or meant to be, and would not be. `exposed`: it was not, and would now leave its place so.
 * `unproved`: it would still be meant, but the facts would no longer prove it.
 */
export function encryptionChange(before: Look | null, after: Look | null): EncryptionChange | null {
  const [was, is] = [before?.protection, after?.protection];
  if (is === undefined || was === is) return null;
  if (isMeant(was) && (isOpen(is) || is === "inside")) return "lost";
  if (isOpen(is) && !isOpen(was)) return "exposed";
  if (isMeant(is) && (was === "inside" || isOpen(was))) return "gained";
  return was === "encrypted" ? "unproved" : null;
}

/** Rules of the link for which anything is other than before; all of them where the link itself is. */
export function changedRuleNames(before: Look | null, after: Look | null): string[] {
  const names = [...new Set([...(before?.rules ?? []), ...(after?.rules ?? [])].map(({ name }) => name))];
  if (
    before?.kind !== after?.kind ||
    before?.protection !== after?.protection ||
    before?.via !== after?.via
  ) {
    return names;
  }
  const textOf = (look: Look | null, name: string) =>
    JSON.stringify(look?.rules.find((rule) => rule.name === name) ?? null);
  return names.filter((name) => textOf(before, name) !== textOf(after, name));
}
