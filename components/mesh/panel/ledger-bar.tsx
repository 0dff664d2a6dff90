import { cn } from "../../ui/cn.ts";
import type { LinkDetail } from "../mesh-data.ts";

type Rule = LinkDetail["rules"][number];
type Entry = Rule["ledger"][number];

const INNER = "Inner packet";
/** Overhead goes from the outside in; what is encrypted is of one family. */
const FILLS: Record<string, string> = {
  "Outer IPv4 header": "bg-control",
  "Outer IPv6 header": "bg-control",
  "UDP header of NAT traversal": "bg-control/60",
  "ESP header": "bg-info-glyph",
  "Initialization vector": "bg-info-glyph/65",
  "Tunnelled IPv4 header": "bg-accent/45",
  "UDP header": "bg-accent",
  "VXLAN header": "bg-accent/75",
  "Inner Ethernet header": "bg-accent/55",
  "Inner VLAN tag": "bg-accent/40",
  [INNER]: "bg-line-strong",
  Padding: "bg-info-glyph/45",
  "ESP trailer": "bg-info-glyph/75",
  "Integrity check value": "bg-info-glyph/90",
};

export function fillOf({ title }: Pick<Entry, "title">): string {
  return FILLS[title] ?? "bg-control";
}

/** A full frame on the wire, to scale, against what the path carries; below it the overhead alone, enlarged. */
export function LedgerBar({ rule }: { rule: Rule }) {
  const { ledger, outerBytes, pathMtuBytes, fits } = rule;
  const scaleBytes = Math.max(outerBytes, pathMtuBytes) * 1.02;
  const overhead = ledger.filter(({ title }) => title !== INNER);
  return (
    <div aria-hidden className="select-none">
      <div className="relative pt-5">
        <div
          className="flex h-6 overflow-hidden rounded-sm"
          style={{ width: `${(outerBytes / scaleBytes) * 100}%` }}
        >
          {ledger.map((entry, position) => (
            <Part key={`${entry.title}${position}`} entry={entry} />
          ))}
        </div>
        {!fits && (
          <div
            className="absolute bottom-0 h-6 rounded-r-sm border-2 border-down-glyph bg-down-glyph/30"
            style={{
              left: `${(pathMtuBytes / scaleBytes) * 100}%`,
              width: `${((outerBytes - pathMtuBytes) / scaleBytes) * 100}%`,
            }}
          />
        )}
        <div
          className="absolute top-0 bottom-0 border-l-2 border-ink"
          style={{ left: `${(pathMtuBytes / scaleBytes) * 100}%` }}
        >
          <span className="absolute -top-0.5 right-1 text-xs whitespace-nowrap text-muted">
            path {pathMtuBytes}
          </span>
        </div>
      </div>
      <p className="mt-2 mb-1 text-xs text-subtle">
        Overhead, enlarged: {outerBytes - innerBytes(ledger)} bytes
      </p>
      <div className="flex h-6 gap-px overflow-hidden rounded-sm">
        {overhead.map((entry, position) => (
          <div
            key={`${entry.title}${position}`}
            title={`${entry.title}: ${entry.bytes} bytes`}
            className={cn("grid min-w-1.5 place-items-center overflow-hidden", fillOf(entry))}
            style={{ flex: `${entry.bytes} 1 0` }}
          />
        ))}
      </div>
    </div>
  );
}

function Part({ entry }: { entry: Entry }) {
  return (
    <div
      title={`${entry.title}: ${entry.bytes} bytes`}
      className={cn(fillOf(entry), "border-r border-surface/60 last:border-r-0")}
      style={{ flex: `${entry.bytes} 1 0` }}
    />
  );
}

function innerBytes(ledger: readonly Entry[]): number {
  return ledger.find(({ title }) => title === INNER)?.bytes ?? 0;
}
