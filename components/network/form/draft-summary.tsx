"use client";

import { DescriptionList } from "../../ui/description-list.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateGlyph } from "../../ui/state-glyph.tsx";
import type { MtuLimit } from "../mtu-verdict.ts";
import { defaultMtuBytesOf } from "./default-mtu.ts";
import { formViolations } from "./form-values.ts";
import { addressCountWords, labelsOf } from "./summary-words.ts";
import type { useNetworkForm } from "./use-network-form.ts";

type DraftSummaryProps = {
  state: ReturnType<typeof useNetworkForm>;
  limits: readonly MtuLimit[];
  isNew: boolean;
};

/** What would be made of what is typed so far. */
export function DraftSummary({ state, limits, isNew }: DraftSummaryProps) {
  const { draft, plan } = state;
  const given = plan?.values ?? null;
  const limit = limits.find(({ overlayRuleName }) => overlayRuleName === draft.overlayRuleName);
  const defaultBytes = defaultMtuBytesOf(
    draft.overlayRuleName === null ? null : limit,
    draft.vlanId === 0 ? 0 : 1,
  );
  const idText = (typed: number | "next-free" | null, next: number | null | undefined) =>
    typed === "next-free"
      ? typeof next === "number"
        ? `${next}, the next free`
        : "the next free"
      : typed === null || Number.isNaN(typed)
        ? null
        : String(typed);
  const addresses = addressCountWords(draft.subnet);
  const mtuBytes = draft.mtuBytes ?? defaultBytes;
  return (
    <Panel title={isNew ? "What will be made" : "What it will be"}>
      <DescriptionList
        items={[
          { term: "Name", value: draft.name },
          draft.overlayRuleName === null
            ? { term: "NIC tag", value: draft.nicTagName }
            : { term: "Overlay rule", value: draft.overlayRuleName },
          ...(draft.overlayRuleName === null
            ? []
            : [{ term: "VXLAN", value: idText(draft.vxlanId, given?.vxlanId) }]),
          { term: "VLAN", value: draft.vlanId === 0 ? "untagged" : idText(draft.vlanId, given?.vlanId) },
          { term: "Subnet", value: draft.subnet && <span className="font-mono">{draft.subnet}</span> },
          ...(addresses ? [{ term: "Room for", value: addresses }] : []),
          {
            term: "Gateway",
            value: draft.gateway ? <span className="font-mono">{draft.gateway}</span> : "none",
          },
          { term: "MTU", value: mtuBytes === null || Number.isNaN(mtuBytes) ? null : String(mtuBytes) },
        ]}
      />
      <Readiness state={state} />
    </Panel>
  );
}

/** Says what is missing without shouting at somebody who has just begun. */
function Readiness({ state: { values, plan, isChecking } }: Pick<DraftSummaryProps, "state">) {
  const own = formViolations(values).map(({ field }) => field);
  const missing = labelsOf([...own, ...(plan?.violations.map(({ field }) => field) ?? [])]);
  const isReady = own.length === 0 && plan?.violations.length === 0;
  return (
    <output className="mt-3 flex min-h-9 items-start gap-1.5 text-sm text-muted">
      {isReady ? (
        <>
          <StateGlyph state="up" className="mt-0.75" />
          Nothing speaks against it.
        </>
      ) : missing.length > 0 ? (
        <>
          <StateGlyph state="unknown" className="mt-0.75" />
          <span>Still to do: {missing.join(", ")}.</span>
        </>
      ) : isChecking ? (
        "Checking…"
      ) : null}
    </output>
  );
}
