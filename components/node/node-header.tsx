"use client";

import { CirclePause, KeyRound, RefreshCw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { failureWords } from "../refresh/failure-words.ts";
import { refreshStateWord } from "../refresh/refresh-state.tsx";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { Age } from "../ui/age.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { Button } from "../ui/button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { confirmableFingerprint, HostKeyDialog } from "./host-key-dialog.tsx";
import { NodeStateCell } from "./node-columns.tsx";
import type { NodeDetail } from "./node-overview.tsx";
import { pdcWords } from "./node-words.ts";
import { WhatIfLink } from "../what-if/what-if-link.tsx";
import { PauseNode, usePauseChanges } from "./pause-node.tsx";
import { RetireNode } from "./retire-node.tsx";

/** Name, state and age; what can be done with the node; and what stands in the way. */
export function NodeHeader({ node }: { node: NodeDetail }) {
  const may = useMay();
  const router = useRouter();
  const order = useOrderRefresh();
  const [shown, setShown] = useState<"none" | "host-key" | "pause" | "retire">("none");
  const isConfirmable = confirmableFingerprint(node) !== null && may("node:manage");
  const close = (open: boolean) => !open && setShown("none");
  const { refreshInFlight } = node;
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Nodes", href: "/nodes" }]}
        title={node.hostname}
        badge={<NodeStateCell node={node} />}
        description={
          <>
            {node.pdcName !== null && <>PDC {pdcWords(node.pdcName)}. </>}
            {node.factsObservedAt ? (
              <>
                Facts from <Age at={node.factsObservedAt} />.
              </>
            ) : (
              "No facts yet."
            )}
          </>
        }
        actions={
          <>
            {node.pdcName !== null && may("mesh:read") && (
              <>
                <WhatIfLink kind="move-node" subjects={[node.id]} size="md">
                  What if it moved?
                </WhatIfLink>
                <WhatIfLink kind="remove-node" subjects={[node.id]} size="md">
                  What if it left?
                </WhatIfLink>
              </>
            )}
            {may("node:manage") && !node.pausedUntil && (
              <Button
                variant="ghost"
                size="icon"
                aria-label="Pause this node for maintenance"
                title="Pause"
                onClick={() => setShown("pause")}
              >
                <CirclePause aria-hidden />
              </Button>
            )}
            {may("node:manage") && (
              <Button
                variant="ghost"
                size="icon"
                aria-label="Retire this node"
                title="Retire"
                onClick={() => setShown("retire")}
              >
                <Trash2 aria-hidden />
              </Button>
            )}
            {isConfirmable && (
              <Button onClick={() => setShown("host-key")}>
                <KeyRound aria-hidden />
                {node.isConfirmed ? "Compare keys" : "Confirm host key"}
              </Button>
            )}
            {may("node:refresh") && (
              <Button
                variant="primary"
                pending={order.isPending || refreshInFlight !== null}
                onClick={() => order.mutate({ selection: { kind: "nodes", nodeIds: [node.id] } })}
              >
                <RefreshCw aria-hidden />
                Refresh
              </Button>
            )}
          </>
        }
      />
      <output className="sr-only">
        {refreshInFlight && `Refresh: ${refreshStateWord(refreshInFlight)}`}
      </output>
      <PauseNote node={node} mayEnd={may("node:manage")} />
      <LastRefreshNote node={node} />
      <HostKeyDialog node={node} open={shown === "host-key"} onOpenChange={close} />
      <PauseNode node={node} open={shown === "pause"} onOpenChange={close} />
      <RetireNode
        node={node}
        open={shown === "retire"}
        onOpenChange={close}
        onRetired={() => router.push("/nodes")}
      />
    </>
  );
}

function PauseNote({ node, mayEnd }: { node: NodeDetail; mayEnd: boolean }) {
  const { resume } = usePauseChanges();
  const { pausedUntil, pausedReason, pausedByName } = node;
  if (!pausedUntil) return null;
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line bg-sunken px-4 py-2">
      <p className="wrap-anywhere">
        Paused by {pausedByName} until {formatInstant(pausedUntil)}, and the schedule leaves it alone:{" "}
        {pausedReason}
      </p>
      {mayEnd && (
        <Button size="sm" pending={resume.isPending} onClick={() => resume.mutate({ nodeId: node.id })}>
          End the pause
        </Button>
      )}
    </div>
  );
}

/** Where the refresh in flight stands, else why the last one failed and what to do. */
function LastRefreshNote({ node }: { node: NodeDetail }) {
  const { refreshInFlight, lastRefresh, isConfirmed, factsObservedAt } = node;
  if (refreshInFlight) {
    return (
      <p className="mb-4 rounded-lg border border-line bg-accent-soft px-4 py-2 text-accent-ink">
        A refresh is on its way: {refreshStateWord(refreshInFlight).toLowerCase()}…
      </p>
    );
  }
  if (!isConfirmed) return <QuarantineNote node={node} />;
  if (lastRefresh?.outcome !== "failed") return null;
  const { title, advice } = failureWords(lastRefresh.cause);
  return (
    <div className="mb-4 rounded-lg border border-line bg-down-soft px-4 py-2.5">
      <p className="font-medium text-down">
        The last refresh failed <Age at={lastRefresh.finishedAt} />: {title.toLowerCase()}.
      </p>
      <p className="mt-0.5 wrap-anywhere text-ink">{lastRefresh.detail}</p>
      <p className="mt-0.5 text-muted">
        {advice} {factsObservedAt && "What is shown below was known before."}
      </p>
    </div>
  );
}

function QuarantineNote({ node }: { node: NodeDetail }) {
  const { hostKeyFingerprint, expectedFingerprint, lastRefresh } = node;
  const isAnotherKey = expectedFingerprint !== null && hostKeyFingerprint !== expectedFingerprint;
  const isOtherFailure = lastRefresh?.outcome === "failed" && lastRefresh.cause !== "host-key-unconfirmed";
  return (
    <div className="mb-4 rounded-lg border border-line bg-degraded-soft px-4 py-2.5">
      <p className="font-medium text-degraded">This node is quarantined: nothing it says counts.</p>
      <p className="mt-0.5 wrap-anywhere text-ink">
        {hostKeyFingerprint
          ? "Compare the host key it showed with the one on its own console, and confirm it."
          : "It has not shown its host key yet; a refresh asks for it."}
      </p>
      {isAnotherKey && lastRefresh?.outcome === "failed" && !isOtherFailure && (
        <p className="mt-0.5 wrap-anywhere text-muted">{lastRefresh.detail}</p>
      )}
      {isOtherFailure && (
        <p className="mt-0.5 wrap-anywhere text-muted">
          The last refresh failed <Age at={lastRefresh.finishedAt} />: {lastRefresh.detail}
        </p>
      )}
    </div>
  );
}
