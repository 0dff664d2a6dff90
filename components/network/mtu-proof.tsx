import { LedgerBar } from "../mesh/panel/ledger-bar.tsx";
import { Age } from "../ui/age.tsx";
import { cn } from "../ui/cn.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { type State, StateGlyph } from "../ui/state-glyph.tsx";
import type { MtuProof, MtuVerdict } from "./mtu-verdict.ts";

const STATES: Record<MtuVerdict["outcome"], State> = {
  whole: "up",
  plain: "up",
  fragments: "degraded",
  unknown: "unknown",
};

/** The verdict in one word with its shape, for a table's cell. */
export function MtuOutcome({ verdict }: { verdict: MtuVerdict }) {
  if (verdict.outcome === "plain") return null;
  return (
    <span title={verdict.sentence} className="inline-flex items-center gap-1.5 text-sm text-muted">
      <StateGlyph state={STATES[verdict.outcome]} className="size-2.5" />
      {verdict.word}
    </span>
  );
}

/** The verdict as a sentence; what it rests on opens below it. */
export function MtuVerdictText({ verdict, className }: { verdict: MtuVerdict; className?: string }) {
  return (
    <div className={cn("text-sm", className)}>
      <p className="flex items-start gap-1.5">
        <StateGlyph state={STATES[verdict.outcome]} className="mt-0.75" />
        <span className={verdict.outcome === "fragments" ? "text-degraded" : "text-muted"}>
          {verdict.sentence}
        </span>
      </p>
      {verdict.proof && <Proof proof={verdict.proof} />}
    </div>
  );
}

function Proof({ proof }: { proof: MtuProof }) {
  return (
    <Disclosure label="Byte by byte" className="mt-1.5">
      <PacketProof proof={proof} className="mt-2" />
    </Disclosure>
  );
}

/** Every byte of a full packet on one path, against what the path carries. */
export function PacketProof({ proof, className }: { proof: MtuProof; className?: string }) {
  const { path, entries, outerBytes, packetCount } = proof;
  const isWhole = packetCount === 1;
  return (
    <div className={cn("max-w-md rounded-md border border-line bg-sunken p-3 text-sm", className)}>
      <p className="text-pretty text-muted">
        The path that allows least: {placesOf(path)}. {wrappingOf(path)} It carries{" "}
        {path.pathMtuBytes.toLocaleString("en")} bytes ({path.pathMtuSource}
        {path.pathMtuObservedAt && (
          <>
            , <Age at={path.pathMtuObservedAt} />
          </>
        )}
        ).
      </p>
      <LedgerBar rule={{ ledger: entries, outerBytes, pathMtuBytes: path.pathMtuBytes, fits: isWhole }} />
      <table className="w-full tabular-nums">
        <caption className="sr-only">A full packet, in the order of the wire</caption>
        <tbody>
          {entries.map(({ title, bytes, isEncrypted, note }) => (
            <tr key={title} className="border-b border-line">
              <th scope="row" className="py-1 text-left font-normal">
                {title}
                {isEncrypted && <span className="text-subtle"> · encrypted</span>}
                {note && <span className="text-subtle"> · {note}</span>}
              </th>
              <td className="py-1 pl-4 text-right align-top">{bytes}</td>
            </tr>
          ))}
          <tr className="font-medium">
            <th scope="row" className="pt-1.5 text-left font-medium">
              On the wire, {isWhole ? "whole" : `in ${packetCount} fragments`}
            </th>
            <td className="pt-1.5 pl-4 text-right align-top">{outerBytes}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function placesOf({ kind, pdcNames: [a, b] }: MtuProof["path"]): string {
  return kind === "adminLink" ? `inside ${a}` : `between ${a} and ${b}`;
}

function wrappingOf({ esp, espSource }: MtuProof["path"]): string {
  if (!esp) return "Plain VXLAN.";
  return espSource === "assumed" ? `IPsec, assumed to be ${esp.name}.` : `IPsec with ${esp.name}.`;
}
