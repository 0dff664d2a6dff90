"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { DescriptionList } from "../ui/description-list.tsx";
import { Panel } from "../ui/panel.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import type { NodeDetail } from "./node-overview.tsx";
import { pdcWords } from "./node-words.ts";

type Introduction = NonNullable<RouterOutputs["node"]["introduction"]>;

/** What a quarantined node says it is, once an operator has let it be asked; never a fact. */
export function NodeIntroduction({ node }: { node: NodeDetail }) {
  const may = useMay();
  const { data: introduction } = useQuery(useTRPC().node.introduction.queryOptions({ nodeId: node.id }));
  const mayAsk = may("node:manage") && node.hostKeyFingerprint !== null;
  if (!introduction && !mayAsk) return null;
  return (
    <Panel
      className="mb-4"
      title={
        <span className="inline-flex items-center gap-2">
          What it says it is <Badge tone="caution">Unconfirmed</Badge>
        </span>
      }
      description={introduction ? <AskedAt introduction={introduction} /> : undefined}
      actions={mayAsk && <AskOnce node={node} isAgain={Boolean(introduction)} />}
    >
      {introduction ? (
        <Said introduction={introduction} />
      ) : (
        <p className="text-muted">
          Nothing was sent to it yet. It can be asked once before its key is confirmed: what it answers is
          shown here, checked against what is known, and counts nowhere.
        </p>
      )}
    </Panel>
  );
}

function AskedAt({ introduction: { askedAt } }: { introduction: Introduction }) {
  return (
    <>
      Asked <Age at={askedAt} />. Nobody knows yet whether any of it is true, and it counts nowhere.
    </>
  );
}

function Said({ introduction }: { introduction: Introduction }) {
  const { hostname, nodeUuid, pdcName, vmCount, overlayRuleNames, remarks, checklist } = introduction;
  const open = checklist.requirements.filter(({ outcome }) => outcome === "fail" || outcome === "unknown");
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div className="space-y-3">
        <ul aria-label="Before you confirm it" className="space-y-1.5">
          {remarks.map(({ severity, sentence }) => (
            <li key={sentence} className="flex gap-2">
              <span className="shrink-0">
                <SeverityBadge severity={severity} />
              </span>
              <span className="min-w-0 wrap-anywhere">{sentence}</span>
            </li>
          ))}
        </ul>
        <DescriptionList
          items={[
            { term: "Host name", value: hostname },
            { term: "UUID", value: nodeUuid },
            { term: "PDC", value: pdcWords(pdcName) },
            { term: "VMs", value: String(vmCount) },
            { term: "Overlay rules", value: overlayRuleNames.join(", ") || "none" },
          ]}
        />
      </div>
      <section aria-label="Requirements by its own words">
        <h3 className="mb-1 text-sm font-medium text-subtle">Requirements, by its own words</h3>
        {open.length === 0 && <p>Nothing it says stands against a requirement.</p>}
        <ul className="space-y-1">
          {open.map(({ code, title, outcome, sentence }) => (
            <li key={code} className="wrap-anywhere">
              <Badge tone={outcome === "fail" ? "bad" : "neutral"}>
                {outcome === "fail" ? "Fails" : "Not known"}
              </Badge>{" "}
              <span className="font-medium">{title}.</span> {sentence}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function AskOnce({ node, isAgain }: { node: NodeDetail; isAgain: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const order = useOrderRefresh();
  const [isOpen, setIsOpen] = useState(false);
  const { id: nodeId, hostname, hostKeyFingerprint } = node;
  const allow = useMutation(
    trpc.node.allowAskingOnce.mutationOptions({
      onSuccess: () => {
        setIsOpen(false);
        order.mutate({ selection: { kind: "nodes", nodeIds: [nodeId] } });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  if (!hostKeyFingerprint) return null;
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        {isAgain ? "Ask it once more…" : "Ask it once…"}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Ask ${hostname} what it says it is?`}
        confirmLabel="Ask it once"
        tone="primary"
        pending={allow.isPending}
        onConfirm={() => allow.mutate({ nodeId, fingerprint: hostKeyFingerprint })}
      >
        <p>
          Overmesh signs in there one time and asks what it is, only if it still shows this key. It is told no
          address and no key of other nodes. Whatever answers may be an impostor, so the node stays
          quarantined.
        </p>
        <code className="block rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-sm break-all text-ink">
          {hostKeyFingerprint}
        </code>
        <RefusalAlert error={allow.error} />
      </ConfirmDialog>
    </>
  );
}
