import Link from "next/link";
import type { ReactNode } from "react";
import { wishLines } from "#server/domain/wish-lines.ts";
import { AuditSentence } from "../audit/audit-event.tsx";
import { forecastWords, outlookSubject } from "../delegation/forecast-words.ts";
import { LastRefreshCell, NodeStateCell } from "../node/node-columns.tsx";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Progress } from "../ui/progress.tsx";
import { STATE_WORDS, STATES, StateGlyph } from "../ui/state-glyph.tsx";
import { Figure, FigureGroup } from "./figure.tsx";
import { VdcUseText } from "./vdc-use.tsx";
import { InvariantLine } from "./invariant-line.tsx";
import { MeshGlance } from "./mesh-glance.tsx";
import { WarningFigures } from "./warning-figures.tsx";

const LISTED_REQUESTS_MAX = 8;

type CloudHomeData = Extract<RouterOutputs["home"]["get"], { kind: "cloud" }>;

/** For operators and auditors: what needs a person, each figure a link. */
export function CloudHome({ home }: { home: CloudHomeData }) {
  if (home.nodeCount === 0) {
    return (
      <>
        <PageHeader title="Home" />
        <Panel flush>
          <EmptyState
            title="No node is enrolled yet."
            action={
              <Button asChild variant="primary">
                <Link href="/nodes">Go to nodes</Link>
              </Button>
            }
          >
            Enrol compute nodes by their SSH address, confirm their host keys, and the mesh appears.
          </EmptyState>
        </Panel>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Home" description="What needs a person now." />
      <div className="grid gap-6">
        <FigureGroup title="Open warnings">
          <WarningFigures counts={home.openWarnings} href={(severity) => `/warnings?severity=${severity}`} />
        </FigureGroup>
        <NodeFigures home={home} />
        <InvariantLine />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="grid gap-4">
            <MeshGlance />
            <NodesNeedingAttention home={home} />
            <OpenRequests home={home} />
            <NearlyUsedUp home={home} />
          </div>
          <div className="grid gap-4">
            <RunningRefreshes home={home} />
            <LatestChanges home={home} />
          </div>
        </div>
      </div>
    </>
  );
}

function NodeFigures({ home: { nodeCountByState, nodeCount } }: { home: CloudHomeData }) {
  return (
    <FigureGroup title="Nodes">
      <Figure label="in all" value={nodeCount} href="/nodes" />
      {STATES.map((state) => (
        <Figure
          key={state}
          label={STATE_WORDS[state].toLowerCase()}
          value={nodeCountByState[state]}
          href={`/nodes?state=${state}`}
          isCalm={nodeCountByState[state] === 0}
          icon={<StateGlyph state={state} className="size-4" />}
        />
      ))}
    </FigureGroup>
  );
}

function MoreLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="text-sm text-accent-ink hover:underline">
      {children}
    </Link>
  );
}

function NodesNeedingAttention({ home }: { home: CloudHomeData }) {
  const { nodesNeedingAttention: nodes, nodesNeedingAttentionCount: total } = home;
  return (
    <Panel
      flush
      title="Nodes that need a look"
      actions={total > nodes.length && <MoreLink href="/nodes?sort=state">All {total}</MoreLink>}
    >
      {nodes.length === 0 ? (
        <p className="px-4 py-3 text-muted">Every node is up and was read lately.</p>
      ) : (
        <ul className="divide-y divide-line">
          {nodes.map((node) => (
            <li key={node.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <Link
                href={`/nodes/${node.id}`}
                prefetch={false}
                className="min-w-32 flex-1 truncate font-medium hover:underline"
              >
                {node.hostname}
              </Link>
              <NodeStateCell node={node} />
              <LastRefreshCell node={node} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RunningRefreshes({ home: { runningRefreshes } }: { home: CloudHomeData }) {
  return (
    <Panel flush title="Running refreshes" actions={<MoreLink href="/refreshes">All refreshes</MoreLink>}>
      {runningRefreshes.length === 0 ? (
        <p className="px-4 py-3 text-muted">None is running.</p>
      ) : (
        <ul className="divide-y divide-line">
          {runningRefreshes.map(({ id, title, nodeCount, inFlightCount, failedCount, createdAt }) => (
            <li key={id} className="flex items-center gap-3 px-4 py-2">
              <Link
                href={`/refreshes/${id}`}
                prefetch={false}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {title}
              </Link>
              <Progress
                label={`Progress of ${title}`}
                done={nodeCount - inFlightCount}
                total={nodeCount}
                failed={failedCount}
                className="w-28"
              />
              <span className="text-sm text-muted tabular-nums">
                {nodeCount - inFlightCount}/{nodeCount}
              </span>
              <Age at={createdAt} className="text-sm text-subtle" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function LatestChanges({ home: { latestChanges } }: { home: CloudHomeData }) {
  return (
    <Panel flush title="Latest changes" actions={<MoreLink href="/audit">Audit</MoreLink>}>
      {latestChanges.length === 0 ? (
        <p className="px-4 py-3 text-muted">Nobody has changed anything yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {latestChanges.map((event) => (
            <li key={event.id} className="flex items-baseline gap-3 px-4 py-2">
              <AuditSentence event={event} />
              <Age at={event.at} className="ml-auto text-sm text-subtle" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function OpenRequests({ home: { openRequests } }: { home: CloudHomeData }) {
  if (openRequests.length === 0) return null;
  return (
    <Panel flush title="Open requests" actions={<MoreLink href="/requests">All requests</MoreLink>}>
      <ul className="divide-y divide-line">
        {openRequests.slice(0, LISTED_REQUESTS_MAX).map(({ id, vdcId, vdcName, wanted, createdAt }) => (
          <li key={id} className="flex items-baseline gap-3 px-4 py-2">
            <Link
              href={`/vdcs/${vdcId}/requests/${id}`}
              prefetch={false}
              className="shrink-0 font-medium hover:underline"
            >
              {vdcName}
            </Link>
            <span className="min-w-0 flex-1 truncate text-muted">{wishLines(wanted).join("; ")}</span>
            <Age at={createdAt} className="text-sm text-subtle" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function NearlyUsedUp({ home: { nearlyUsedUp } }: { home: CloudHomeData }) {
  if (nearlyUsedUp.length === 0) return null;
  return (
    <Panel flush title="Nearly used up">
      <ul className="divide-y divide-line">
        {nearlyUsedUp.map((use) => (
          <li key={use.vdcId} className="flex items-center gap-3 px-4 py-2">
            <Link
              href={`/vdcs/${use.vdcId}/delegation`}
              prefetch={false}
              className="min-w-0 flex-1 truncate font-medium hover:underline"
            >
              {use.vdcName}
            </Link>
            <span className="flex min-w-0 flex-col items-end text-right">
              <VdcUseText use={use} />
              {use.soonest && (
                <span className="text-sm text-subtle">
                  {outlookSubject(use.soonest.overlayRuleName)}: {forecastWords(use.soonest.forecast)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
