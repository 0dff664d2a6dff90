import Link from "next/link";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { type Description, DescriptionList } from "../ui/description-list.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { Panel } from "../ui/panel.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { NodeWay } from "./node-way.tsx";
import { clockWords, keyTypeWord, pdcWords, sshEndpoint } from "./node-words.ts";

export type NodeDetail = RouterOutputs["node"]["byId"];

/** What the node is, where it answers, and what is wrong with it. */
export function NodeOverview({ node }: { node: NodeDetail }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        <Panel title="Identity" actions={<ReadAge at={node.facts?.identity?.observedAt ?? null} />}>
          <DescriptionList items={identityItems(node)} />
        </Panel>
        <Panel title="Connection">
          <DescriptionList items={connectionItems(node)} />
        </Panel>
      </div>
      <OpenWarnings node={node} />
    </div>
  );
}

function ReadAge({ at }: { at: Date | null }) {
  return (
    <span className="text-sm text-subtle">
      {at ? (
        <>
          read <Age at={at} />
        </>
      ) : (
        "not reported"
      )}
    </span>
  );
}

function identityItems(node: NodeDetail): Description[] {
  const identity = node.facts?.identity?.value;
  return [
    { term: "Hostname", value: node.hostname },
    { term: "PDC", value: pdcWords(node.pdcName) },
    { term: "UUID", value: node.nodeUuid && <CopyText value={node.nodeUuid} label="node UUID" /> },
    {
      term: "Admin address",
      value: node.adminAddress && <CopyText value={node.adminAddress} label="admin address" />,
    },
    {
      term: "External address",
      value: node.externalAddress && <CopyText value={node.externalAddress} label="external address" />,
    },
    { term: "Platform image", value: identity?.liveImage },
    { term: "Booted", value: identity?.bootedAt && <Age at={identity.bootedAt} /> },
    { term: "Clock", value: node.facts?.clock && <ClockText clock={node.facts.clock} /> },
  ];
}

function ClockText({ clock }: { clock: NonNullable<NonNullable<NodeDetail["facts"]>["clock"]> }) {
  return (
    <>
      {clockWords(clock.value.secondsAhead)}{" "}
      <span className="text-sm text-subtle">
        read <Age at={clock.observedAt} />
      </span>
    </>
  );
}

function connectionItems(node: NodeDetail): Description[] {
  const { hostKeyFingerprint, hostKeyType, offeredFingerprint, offeredType, hostKeyConfirmedAt } = node;
  return [
    { term: "SSH", value: <CopyText value={sshEndpoint(node)} label="SSH address" /> },
    { term: "Reached", value: <NodeWay node={node} /> },
    {
      term: node.isConfirmed ? "Host key" : "Host key shown",
      value: hostKeyFingerprint ? (
        <KeyText fingerprint={hostKeyFingerprint} type={hostKeyType} />
      ) : (
        <span className="text-subtle">none yet</span>
      ),
    },
    ...(offeredFingerprint
      ? [{ term: "Key shown since", value: <KeyText fingerprint={offeredFingerprint} type={offeredType} /> }]
      : []),
    {
      term: "Confirmed",
      value: hostKeyConfirmedAt ? (
        <time dateTime={hostKeyConfirmedAt.toISOString()}>{formatInstant(hostKeyConfirmedAt)}</time>
      ) : (
        <Badge tone="caution">Not confirmed</Badge>
      ),
    },
    { term: "Enrolled", value: <Age at={node.enrolledAt} /> },
  ];
}

function KeyText({ fingerprint, type }: { fingerprint: string; type: NodeDetail["hostKeyType"] }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <CopyText value={fingerprint} label="fingerprint" />
      {type && <span className="text-sm text-muted">{keyTypeWord(type)}</span>}
    </span>
  );
}

function OpenWarnings({ node: { id, openWarnings } }: { node: NodeDetail }) {
  return (
    <Panel
      flush
      title="Open warnings"
      actions={
        openWarnings.length > 0 && (
          <Link
            href={`/warnings?node=${id}&effects=listed`}
            prefetch={false}
            className="text-sm text-accent-ink hover:underline"
          >
            Review them
          </Link>
        )
      }
    >
      {openWarnings.length === 0 ? (
        <p className="px-4 py-3 text-muted">Nothing open that touches this node.</p>
      ) : (
        <ul className="divide-y divide-line">
          {openWarnings.map(({ id: warningId, severity, cause, openedAt }) => (
            <li key={warningId} className="flex items-start gap-x-3 gap-y-1 px-4 py-2 max-sm:flex-wrap">
              <span className="w-20 shrink-0">
                <SeverityBadge severity={severity} />
              </span>
              <Link
                href={`/warnings?node=${id}&effects=listed&warning=${warningId}`}
                prefetch={false}
                className="min-w-0 flex-1 wrap-anywhere hover:underline max-sm:order-last max-sm:basis-full"
              >
                {cause}
              </Link>
              <Age at={openedAt} className="text-sm whitespace-nowrap text-subtle max-sm:ml-auto" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
