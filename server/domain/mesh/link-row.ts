import type { Link } from "./link.ts";
import { linkPathOf, type LinkPath } from "./link-path.ts";

/** A link without its evidence, for pictures and tables. */
export type LinkRow = Omit<Link, "checks" | "ruleMtus"> & {
  path: LinkPath;
  /** The largest MTU of its rules; null: not known. */
  wantedMtuBytes: number | null;
  /** Rules whose full frames cross in fragments. */
  fragmentingRuleNames: string[];
};

export function linkRowOf(link: Link): LinkRow {
  const { checks: _checks, ruleMtus, ...rest } = link;
  const fragmenting = ruleMtus.filter(({ fragments }) => fragments.length > 0);
  return {
    ...rest,
    path: linkPathOf(link),
    wantedMtuBytes:
      ruleMtus.length > 0 ? Math.max(...ruleMtus.map(({ ruleMtuBytes }) => ruleMtuBytes)) : null,
    fragmentingRuleNames: fragmenting.map(({ overlayRuleName }) => overlayRuleName),
  };
}
