"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type ListedNode, parseEnrolmentList } from "#server/domain/enrolment-list.ts";
import { JumpHostSelect } from "../jump-host/jump-host-select.tsx";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { Panel } from "../ui/panel.tsx";
import { sshEndpoint } from "./node-words.ts";

const FILE_BYTES_MAX = 1024 * 1024;
const counted = (count: number) => `${count} ${count === 1 ? "node" : "nodes"}`;

/** A list pasted or read from a file, judged line by line, of which the good lines are enrolled. */
export function EnrolList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const order = useOrderRefresh();
  const [text, setText] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [confirmExpected, setConfirmExpected] = useState(false);
  const [jumpHostPdcName, setJumpHostPdcName] = useState<string | null>(null);
  const rows = useMemo(() => parseEnrolmentList(text), [text]);
  const good = rows.filter(({ problem }) => problem === null);
  const expectedCount = good.filter(({ expectedFingerprint }) => expectedFingerprint !== null).length;
  const enrol = useMutation(
    trpc.node.enrolListed.mutationOptions({
      onSuccess: (outcomes) => {
        const nodeIds = outcomes.flatMap(({ nodeId }) => nodeId ?? []);
        // The first contact only records the keys to compare, but for keys that were expected.
        if (nodeIds.length > 0) order.mutate({ selection: { kind: "nodes", nodeIds } });
        setText("");
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  const take = async (taken: File | undefined) => {
    if (!taken) return;
    setFileProblem(taken.size > FILE_BYTES_MAX ? "A list has at most 1 MiB." : null);
    if (taken.size <= FILE_BYTES_MAX) setText(await taken.text());
  };
  return (
    <Panel title="The list">
      <div className="space-y-3">
        <Field
          label="Nodes, one a line"
          help="An address, a port if it is not 22, and the host key’s fingerprint if you know it."
        >
          <Textarea
            rows={8}
            placeholder={"10.0.0.11\n10.0.0.12:2222, SHA256:…"}
            value={text}
            onChange={({ target }) => setText(target.value)}
            spellCheck={false}
            autoCapitalize="none"
            className="font-mono"
          />
        </Field>
        <input
          ref={file}
          type="file"
          aria-label="CSV file"
          tabIndex={-1}
          className="sr-only"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={({ target }) => {
            void take(target.files?.[0]);
            target.value = "";
          }}
        />
        {fileProblem && (
          <p role="alert" className="text-down">
            {fileProblem}
          </p>
        )}
        <JumpHostSelect
          label="Reached"
          help="All nodes of this list. Places behind different jump hosts may use the same addresses."
          value={jumpHostPdcName}
          onChange={setJumpHostPdcName}
        />
        {rows.length > 0 && <JudgedRows rows={rows} />}
        {expectedCount > 0 && (
          <CheckboxField
            label={`Confirm a node by itself when it shows the key that the list names (${counted(expectedCount)})`}
            checked={confirmExpected}
            onCheckedChange={(isOn) => setConfirmExpected(isOn === true)}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            pending={enrol.isPending}
            disabled={good.length === 0}
            onClick={() =>
              enrol.mutate({
                nodes: good.map(({ sshAddress, sshPort, expectedFingerprint }) => ({
                  ...{ sshAddress, sshPort, jumpHostPdcName, expectedFingerprint },
                })),
                confirmExpected,
              })
            }
          >
            {good.length === 0 ? "Enrol nodes" : `Enrol ${counted(good.length)}`}
          </Button>
          <Button onClick={() => file.current?.click()}>
            <FileUp aria-hidden />
            Take a CSV file…
          </Button>
        </div>
        {enrol.error && (
          <p role="alert" className="text-down">
            {sentenceOf(enrol.error)}
          </p>
        )}
        {enrol.data && <Outcomes outcomes={enrol.data} />}
      </div>
    </Panel>
  );
}

function JudgedRows({ rows }: { rows: readonly ListedNode[] }) {
  const bad = rows.filter(({ problem }) => problem !== null);
  return (
    <section aria-label="What the list says" className="text-muted">
      <output className="block">
        {counted(rows.length - bad.length)} can be enrolled
        {bad.length > 0 && `, ${bad.length === 1 ? "1 line" : `${bad.length} lines`} cannot`}.
      </output>
      {bad.length > 0 && (
        <ul className="mt-1 max-h-60 space-y-0.5 overflow-y-auto">
          {bad.map(({ line, text, problem }) => (
            <li key={line} className="wrap-anywhere">
              Line {line}: <code className="font-mono">{text.slice(0, 80)}</code>{" "}
              <span className="text-down">{problem}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Outcome = { sshAddress: string; sshPort: number; nodeId: string | null; refusal: string | null };

function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  return (
    <section aria-label="What became of it">
      <output className="block">
        {counted(outcomes.length - refused.length)} enrolled
        {refused.length > 0 && `, ${refused.length} refused`}.
      </output>
      <ul className="mt-1 space-y-0.5">
        {refused.map((outcome) => (
          <li key={sshEndpoint(outcome)} className="wrap-anywhere">
            <Badge tone="bad">Refused</Badge> <code className="font-mono">{sshEndpoint(outcome)}</code>{" "}
            {outcome.refusal}
          </li>
        ))}
      </ul>
    </section>
  );
}
