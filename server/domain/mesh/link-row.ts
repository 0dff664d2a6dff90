import type { Link } from "./link.ts";
import { linkPathOf, type LinkPath } from "./link-path.ts";

/** A link without its evidence, for pictures and tables. */
export type LinkRow = Omit<Link, "checks" | "ruleMtus"> & {
  path: LinkPath;
  /** Nothing is wrong, only nothing was sent: associations come on demand. */
  isIdle: boolean;
  /** The largest MTU of its rules; null: not known. */
  wantedMtuBytes: number | null;
  /** Rules whose full frames cross in fragments. */
  fragmentingRuleNames: string[];
};

export function linkRowOf(link: Link): LinkRow {
  const { checks, ruleMtus, ...rest } = link;
  const open = checks.filter(({ outcome }) => outcome !== "pass");
  const fragmenting = ruleMtus.filter(({ fragments }) => fragments.length > 0);
  return {
    ...rest,
    path: linkPathOf(link),
    isIdle:
      link.kind === "ipsecLink" &&
      link.state === "unknown" &&
      open.every(({ code, outcome }) => code === "traffic" && outcome === "unknown"),
    wantedMtuBytes:
      ruleMtus.length > 0 ? Math.max(...ruleMtus.map(({ ruleMtuBytes }) => ruleMtuBytes)) : null,
    fragmentingRuleNames: fragmenting.map(({ overlayRuleName }) => overlayRuleName),
  };
}
