import { Badge } from "../../ui/badge.tsx";
import type { LinkDetail } from "../mesh-data.ts";

const VERDICTS = {
  "as-wanted": { word: "as wanted", tone: "good" },
  missing: { word: "missing", tone: "bad" },
  misdirected: { word: "misdirected", tone: "bad" },
  unknown: { word: "not known", tone: "neutral" },
} as const;

/** Entries that send frames over this link, by the node that holds them. */
export function ArpUses({ link: { arpUses, ends } }: { link: LinkDetail }) {
  if (arpUses.length === 0)
    return <p className="text-muted">No vNIC of either end is reached over this link.</p>;
  return ends.map(({ id, hostname }) => {
    const own = arpUses
      .filter(({ nodeId }) => nodeId === id)
      .toSorted((a, b) => Number(a.verdict === "as-wanted") - Number(b.verdict === "as-wanted"));
    return (
      <div key={id} className="mb-3 last:mb-0">
        <p className="mb-1 text-sm text-muted">In the table of {hostname}</p>
        {own.length === 0 && <p className="text-sm text-subtle">None is needed.</p>}
        <ul>
          {own.map(({ overlayRuleName, wanted, held, verdict, vmAlias }) => (
            <li
              key={`${overlayRuleName} ${wanted.macAddress}`}
              className="flex flex-wrap items-baseline gap-x-2 border-t border-line py-1 text-sm first:border-t-0"
            >
              <span className="font-medium">{vmAlias ?? "the node itself"}</span>
              <span className="text-subtle">{overlayRuleName}</span>
              <Badge tone={VERDICTS[verdict].tone} className="ml-auto">
                {VERDICTS[verdict].word}
              </Badge>
              <span className="w-full font-mono text-[0.92em] wrap-anywhere text-muted">
                {wanted.macAddress} → {wanted.peerAddress}:{wanted.port}
                {held && verdict === "misdirected" && ` (held: ${held.peerAddress}:${held.port})`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    );
  });
}
