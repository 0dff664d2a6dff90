"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Panel } from "../ui/panel.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { NextKeySteps } from "./next-key-steps.tsx";
import { OldKeySteps } from "./old-key-steps.tsx";
import { PrepareKey } from "./prepare-key.tsx";

export type SshKey = RouterOutputs["sshKey"]["list"]["keys"][number];

const ROLES = {
  active: { word: "In use", tone: "good" },
  next: { word: "Being prepared", tone: "accent" },
  old: { word: "Old", tone: "neutral" },
} as const;

const SOURCE_WORDS = {
  "data-folder": "in the data folder of this server",
  file: "in the file this server was given",
  environment: "in the environment of this server",
  agent: "in an SSH agent of this server",
} as const;

/** The keys nodes are asked with: which is in use, how the next one comes to the nodes, and how the old one goes. */
export function SshKeys() {
  const may = useMay();
  const { data } = useSuspenseQuery(useTRPC().sshKey.list.queryOptions());
  const { keys, available } = data;
  const hasNext = keys.some(({ role }) => role === "next");
  return (
    <Panel
      title="SSH keys"
      description="Overmesh reads nodes as root with the key in use. Private halves stay on the server."
      actions={may("node:manage") && !hasNext && <PrepareKey available={available} />}
    >
      <ul className="flex flex-col gap-5">
        {keys.map((key) => (
          <li key={key.fingerprint}>
            <KeyEntry sshKey={key} mayManage={may("node:manage")} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function KeyEntry({ sshKey, mayManage }: { sshKey: SshKey; mayManage: boolean }) {
  const { role, fingerprint, publicKey, source, addedByName, roleSince } = sshKey;
  const { word, tone } = ROLES[role];
  return (
    <article aria-label={`SSH key, ${word.toLowerCase()}`} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <span className="text-sm text-subtle">
          since {formatInstant(roleSince)}, added by {addedByName}
        </span>
      </div>
      <code className="font-mono text-sm break-all">{fingerprint}</code>
      {source ? (
        <p className="text-sm text-muted">Its private half is {SOURCE_WORDS[source]}.</p>
      ) : (
        <p className="text-sm text-down">
          This server does not hold its private half, so it cannot use the key.
        </p>
      )}
      {role !== "old" && (
        <CodeBlock label={role === "next" ? "Next SSH public key" : "SSH public key"} code={publicKey} />
      )}
      {role === "active" && (
        <p className="text-sm text-subtle">
          Put the line into a node’s <code className="font-mono">/root/.ssh/authorized_keys</code> before you
          enrol the node.
        </p>
      )}
      {role === "next" && <NextKeySteps sshKey={sshKey} mayManage={mayManage} />}
      {role === "old" && <OldKeySteps sshKey={sshKey} mayManage={mayManage} />}
    </article>
  );
}
