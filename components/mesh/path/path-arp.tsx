import type { ArpAgreement, ArpVerdict } from "#server/domain/mesh-path/arp-agreement.ts";
import type { OwnPath } from "#server/domain/mesh-path/own-path.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { ARP_VERDICT_WORDS } from "./path-words.ts";

type OwnAgreement = OwnPath["arpAgreements"][number];

/** Whether each end's table sends frames for the other end to the right place: as the file says, and as it is live. */
export function PathArp({ agreements }: { agreements: readonly ArpAgreement[] | readonly OwnAgreement[] }) {
  if (agreements.length === 0) return <p className="text-muted">None is needed on this way.</p>;
  return (
    <ul className="divide-y divide-line">
      {agreements.map((agreement) => (
        <li
          key={"nodeId" in agreement ? agreement.nodeId : agreement.vmAlias}
          className="py-2 first:pt-0 last:pb-0"
        >
          {"layers" in agreement ? <Full agreement={agreement} /> : <Own agreement={agreement} />}
        </li>
      ))}
    </ul>
  );
}

function Full({ agreement }: { agreement: ArpAgreement }) {
  const { hostname, vmAlias, macAddress, wanted, layers, isStale, observedAt } = agreement;
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span>
          <span className="font-medium">{hostname}</span> about {vmAlias}
        </span>
        <Read at={observedAt} isStale={isStale} />
      </p>
      <p className="mt-0.5 font-mono text-sm wrap-anywhere text-muted">
        {macAddress} → {wanted ? `${wanted.peerAddress}:${wanted.port}` : "cannot be told"}
        {wanted?.arpAddress && ` (${wanted.arpAddress})`}
      </p>
      <dl className="mt-1.5 grid gap-1">
        {layers.map(({ layer, verdict, held, note, path }) => (
          <div key={layer} className="grid grid-cols-[3rem_minmax(0,1fr)] items-baseline gap-x-2">
            <dt className="text-sm text-subtle">{layer === "file" ? "File" : "Live"}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-sm">
              <Verdict verdict={verdict} isStale={isStale} />
              {held && verdict !== "as-wanted" && (
                <span className="font-mono wrap-anywhere">
                  {held.peerAddress}:{held.port}
                  {held.arpAddress && ` (${held.arpAddress})`}
                </span>
              )}
              {note && <span className="text-muted">{note}</span>}
              {path && <span className="w-full font-mono text-xs wrap-anywhere text-subtle">{path}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Own({ agreement: { vmAlias, verdict, isStale, observedAt } }: { agreement: OwnAgreement }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span>
        Frames for <span className="font-medium">{vmAlias}</span>, at the other end
      </span>
      <Verdict verdict={verdict} isStale={isStale} />
      <span className="ml-auto">
        <Read at={observedAt} isStale={isStale} />
      </span>
    </p>
  );
}

/** What was right long ago is not called right. */
function Verdict({ verdict, isStale }: { verdict: ArpVerdict; isStale: boolean }) {
  const { word, tone } = ARP_VERDICT_WORDS[verdict];
  return <Badge tone={isStale ? "neutral" : tone}>{isStale ? `${word}, when last read` : word}</Badge>;
}

function Read({ at, isStale }: { at: Date | null; isStale: boolean }) {
  if (!at) return <span className="text-sm text-subtle">never read</span>;
  return (
    <span className={isStale ? "text-sm text-stale" : "text-sm text-subtle"}>
      {isStale ? "stale, " : "read "}
      <Age at={at} />
    </span>
  );
}
