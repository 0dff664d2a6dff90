"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { refreshStateWord } from "../refresh/refresh-state.tsx";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { Panel } from "../ui/panel.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { fingerprintsIn, keyStanding, type KeyStanding } from "./key-standing.ts";
import { keyTypeWord, sshEndpoint } from "./node-words.ts";

const STANDINGS: Record<KeyStanding, { words: string; tone: "good" | "bad" | "neutral" }> = {
  same: { words: "The same key", tone: "good" },
  other: { words: "Another key", tone: "bad" },
  "not-compared": { words: "Not compared", tone: "neutral" },
  "not-shown": { words: "No key yet", tone: "neutral" },
};

/** Quarantined nodes with the keys they showed, compared with what the list or the person says they are. */
export function WaitingKeys() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const order = useOrderRefresh();
  const nodes = useQuery(trpc.node.listWaiting.queryOptions());
  const [known, setKnown] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const confirm = useMutation(
    trpc.node.confirmHostKeys.mutationOptions({
      onSuccess: ({ confirmedIds }) => {
        setChosen(new Set());
        if (confirmedIds.length > 0) order.mutate({ selection: { kind: "nodes", nodeIds: confirmedIds } });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  if (nodes.error) {
    return (
      <ErrorState title="The nodes could not be read." onRetry={() => void nodes.refetch()}>
        {sentenceOf(nodes.error)}
      </ErrorState>
    );
  }
  if (!nodes.data) return <SkeletonRows columns={3} />;
  const fingerprints = fingerprintsIn(known);
  const waiting = nodes.data.nodes;
  const same = waiting.filter((node) => keyStanding(node, fingerprints) === "same");
  const confirmations = waiting.flatMap(({ id: nodeId, hostKeyFingerprint: fingerprint }) =>
    chosen.has(nodeId) && fingerprint ? [{ nodeId, fingerprint }] : [],
  );
  const mark = (nodeId: string, isOn: boolean) =>
    setChosen((before) => new Set(isOn ? [...before, nodeId] : [...before].filter((id) => id !== nodeId)));
  if (waiting.length === 0) {
    return (
      <Panel title="Waiting for their keys to be confirmed">
        <EmptyState title="No node is quarantined." />
      </Panel>
    );
  }
  return (
    <Panel
      title="Waiting for their keys to be confirmed"
      description="Compare them with keys you read elsewhere: on the nodes’ consoles, or where they were installed."
      actions={
        <>
          <Button
            size="sm"
            disabled={same.length === 0}
            onClick={() => setChosen(new Set(same.map(({ id }) => id)))}
          >
            Choose the same keys ({same.length})
          </Button>
          <Button
            size="sm"
            variant="primary"
            pending={confirm.isPending}
            disabled={confirmations.length === 0}
            onClick={() => confirm.mutate({ confirmations })}
          >
            Confirm {confirmations.length}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Field
          label="Fingerprints you know to be right"
          help="Any text that holds them, for example the output of ssh-keygen -lf on each node."
        >
          <Textarea
            value={known}
            onChange={({ target }) => setKnown(target.value)}
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <RefusalAlert error={confirm.error} />
        {confirm.data?.refusals.map(({ nodeId, message }) => (
          <p key={nodeId} role="alert" className="text-down">
            {message}
          </p>
        ))}
        <ul aria-label="Quarantined nodes" className="divide-y divide-line">
          {waiting.map((node) => (
            <WaitingNode
              key={node.id}
              node={node}
              standing={keyStanding(node, fingerprints)}
              isChosen={chosen.has(node.id)}
              onMark={(isOn) => mark(node.id, isOn)}
            />
          ))}
        </ul>
        {nodes.data.hasMore && (
          <p className="text-muted">
            More nodes wait; they follow once some of these are confirmed or retired.
          </p>
        )}
      </div>
    </Panel>
  );
}

type WaitingNodeProps = {
  node: RouterOutputs["node"]["listWaiting"]["nodes"][number];
  standing: KeyStanding;
  isChosen: boolean;
  onMark: (isOn: boolean) => void;
};

function WaitingNode({ node, standing, isChosen, onMark }: WaitingNodeProps) {
  const { id, hostKeyFingerprint, hostKeyType, expectedFingerprint, refreshInFlight } = node;
  const { words, tone } = STANDINGS[standing];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <Checkbox
        aria-label={`Choose ${sshEndpoint(node)}`}
        checked={isChosen}
        disabled={hostKeyFingerprint === null}
        onCheckedChange={(isOn) => onMark(isOn === true)}
      />
      <Link href={`/nodes/${id}`} prefetch={false} className="font-mono hover:underline">
        {sshEndpoint(node)}
      </Link>
      {node.jumpHostPdcName !== null && (
        <span className="text-subtle wrap-anywhere">through the jump host of {node.jumpHostPdcName}</span>
      )}
      <Badge tone={tone}>{words}</Badge>
      {refreshInFlight && <span className="text-subtle">{refreshStateWord(refreshInFlight)}…</span>}
      <span className="w-full min-w-0 font-mono text-sm break-all text-muted sm:pl-7">
        {hostKeyFingerprint ?? "It has not shown its key yet; a refresh asks for it."}
        {hostKeyType && ` ${keyTypeWord(hostKeyType)}`}
        {standing === "other" && expectedFingerprint && (
          <span className="block text-down">expected {expectedFingerprint}</span>
        )}
      </span>
    </li>
  );
}
