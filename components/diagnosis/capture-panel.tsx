"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { Capture, Drop, Flow, PacketKind } from "#server/domain/diagnosis/capture/capture.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { Panel } from "../ui/panel.tsx";
import type { ReadCapture } from "./use-diagnosis.ts";

const ROWS_SHOWN_MAX = 12;
const ADDRESSES_ASKED_MAX = 24;

const KIND_WORDS: Record<PacketKind, string> = {
  ike: "IKE",
  esp: "ESP",
  vxlan: "VXLAN in clear text",
  fragment: "fragments",
  "fragmentation-needed": "“fragmentation needed”",
  other: "other packets",
};

export type CapturePanelProps = {
  text: string;
  onTextChange: (text: string) => void;
  read: ReadCapture | null;
};

/** Takes what `snoop`, the dropped-packet report or `ikeadm dump p1` printed, and says what of it was understood. */
export function CapturePanel({ text, onTextChange, read }: CapturePanelProps) {
  return (
    <Panel
      title="Add a capture"
      description="Read in this browser only; nothing of it is sent or kept."
      actions={
        text !== "" && (
          <Button size="sm" variant="ghost" onClick={() => onTextChange("")}>
            Clear
          </Button>
        )
      }
    >
      <Field
        label="Pasted output"
        help="Lines of snoop -r, the report of packets that IPsec dropped, or ikeadm -n dump p1, of either end."
      >
        <Textarea
          rows={5}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onTextChange(event.target.value)}
          className="max-h-72 font-mono text-sm"
        />
      </Field>
      <div aria-live="polite" className="mt-3 empty:hidden">
        {read && <Reading read={read} />}
      </div>
    </Panel>
  );
}

function Reading({ read: { capture, evidence } }: { read: ReadCapture }) {
  const { lineCount, readCount, isCut, flows, drops, phaseOnes } = capture;
  const names = useNames(capture);
  const alarms = evidence.filter(({ isAlarm }) => isAlarm);
  if (readCount === 0) {
    return (
      <p className="text-muted">None of {lineCount} lines was understood. Paste them as they were printed.</p>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {alarms.map(({ sentence }) => (
        <p key={sentence} className="flex items-start gap-2 rounded-md bg-down-soft px-3 py-2 text-down">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 text-pretty wrap-anywhere">{sentence}</span>
        </p>
      ))}
      <p className="text-sm text-muted">
        {readCount} of {lineCount} lines were understood
        {isCut && "; the text was longer than what is read of it"}.{" "}
        {evidence.length === 0
          ? "None of them is about the two ends, so the checks stay as they were."
          : "What is about the two ends counts in the checks."}
      </p>
      <ul aria-label="What was understood" className="flex flex-col gap-1 text-sm">
        {flows.slice(0, ROWS_SHOWN_MAX).map((flow) => (
          <li key={`${flow.kind} ${flow.source} ${flow.destination}`} className="wrap-anywhere">
            {flowWords(flow)}: {names(flow.source)} → {names(flow.destination)}
          </li>
        ))}
        {drops.slice(0, ROWS_SHOWN_MAX).map((drop) => (
          <li
            key={`${drop.droppedBy} ${drop.direction} ${drop.source} ${drop.destination}`}
            className="wrap-anywhere"
          >
            {dropWords(drop)}: {names(drop.source)} → {names(drop.destination)}
          </li>
        ))}
        {phaseOnes.slice(0, ROWS_SHOWN_MAX).map(({ local, remote, state }, position) => (
          <li key={`${position} ${local} ${remote} ${state}`} className="wrap-anywhere">
            Phase 1, {state.toLowerCase()}: {names(local)} → {names(remote)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function flowWords({ kind, count }: Flow): string {
  return `${count} × ${KIND_WORDS[kind]}`;
}

function dropWords({ droppedBy, direction, count }: Drop): string {
  return `${count} × dropped ${direction}, by ${droppedBy}`;
}

/** An address with the node that has it. */
function useNames({ flows, drops, phaseOnes }: Capture): (address: string) => string {
  const trpc = useTRPC();
  const all = [
    ...flows.flatMap(({ source, destination }) => [source, destination]),
    ...drops.flatMap(({ source, destination }) => [source, destination]),
    ...phaseOnes.flatMap(({ local, remote }) => [local, remote]),
  ];
  const addresses = [...new Set(all)]
    .filter((address) => parseIpv4(address) !== null)
    .slice(0, ADDRESSES_ASKED_MAX);
  const holders = useQuery(
    trpc.diagnosis.findAddressHolders.queryOptions(addresses.length > 0 ? { addresses } : skipToken),
  );
  return (address) => {
    const holder = holders.data?.find((each) => each.address === address);
    return holder ? `${holder.hostname} (${address}, ${holder.network})` : address;
  };
}
