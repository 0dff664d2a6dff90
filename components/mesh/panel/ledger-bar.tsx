import { cn } from "../../ui/cn.ts";
import type { LinkDetail } from "../mesh-data.ts";

type Rule = LinkDetail["rules"][number];
type Entry = Rule["ledger"][number];

const INNER = "Inner packet";
/** The inner packet would hide everything else, so it is drawn as if it had this many bytes. */
const INNER_DRAWN_BYTES = 64;
const SPARE_DRAWN_BYTES_MAX = 60;

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

const drawnBytes = ({ title, bytes }: Entry) =>
  title === INNER ? Math.min(bytes, INNER_DRAWN_BYTES) : bytes;

/** A full frame on the wire against what the path carries. The table beside it says the same in numbers. */
export function LedgerBar({
  rule: { ledger, outerBytes, pathMtuBytes, fits },
}: {
  rule: Pick<Rule, "ledger" | "outerBytes" | "pathMtuBytes" | "fits">;
}) {
  const barBytes = ledger.reduce((sum, entry) => sum + drawnBytes(entry), 0);
  const spareBytes = Math.min(pathMtuBytes - outerBytes, SPARE_DRAWN_BYTES_MAX);
  const markBytes = Math.max(0, barBytes + spareBytes);
  const share = (bytes: number) => `${(bytes / Math.max(barBytes, markBytes)) * 100}%`;
  return (
    <div aria-hidden className="select-none">
      <div className="relative pt-5 pb-5">
        <div className="flex h-8 overflow-hidden rounded-sm" style={{ width: share(barBytes) }}>
          {ledger.map((entry) => (
            <div
              key={entry.title}
              title={`${entry.title}: ${entry.bytes} bytes`}
              className={cn(
                "grid place-items-center overflow-hidden border-r border-surface text-xs text-ink tabular-nums last:border-r-0",
                fillOf(entry),
                entry.title === INNER &&
                  "[mask:linear-gradient(90deg,#000_44%,#0000_44%_46%,#000_46%_48%,#0000_48%_50%,#000_50%)]",
              )}
              style={{ flex: `${drawnBytes(entry)} 1 0` }}
            />
          ))}
        </div>
        {!fits && (
          <div
            className="absolute top-5 h-8 rounded-r-sm border-2 border-down-glyph bg-down-glyph/35"
            style={{ left: share(markBytes), width: share(barBytes - markBytes) }}
          />
        )}
        <div
          className="absolute top-0 bottom-5 border-l-2 border-ink"
          style={{ left: `calc(${share(markBytes)} - 2px)` }}
        >
          <span className="absolute -top-0.5 right-1.5 text-sm whitespace-nowrap text-muted">
            the path carries {pathMtuBytes}
          </span>
        </div>
        <span className="absolute bottom-0 left-0 text-sm text-subtle">inner packet shortened</span>
        {!fits && (
          <span className="absolute right-0 bottom-0 text-sm font-medium text-down">
            {outerBytes - pathMtuBytes} too many
          </span>
        )}
      </div>
    </div>
  );
}
