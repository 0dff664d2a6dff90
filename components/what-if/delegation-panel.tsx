"use client";

import Link from "next/link";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { useMay } from "../shell/use-may.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Panel } from "../ui/panel.tsx";
import { proposalHref } from "./proposal.ts";
import type { Answer } from "./use-what-if.ts";

type Delegation = Answer["delegations"][number];

/** What changed delegations would mean for their vDCs, and the way to the editor that makes it so. */
export function DelegationPanels({
  delegations,
  changes,
}: {
  delegations: readonly Delegation[];
  changes: readonly ScenarioChange[];
}) {
  return delegations.map((delegation) => (
    <DelegationPanel key={delegation.vdcId} delegation={delegation} changes={changes} />
  ));
}

function DelegationPanel({
  delegation: { vdcId, vdcName, lines, outside, outsideCount, insideAgain, conflicts },
  changes,
}: {
  delegation: Delegation;
  changes: readonly ScenarioChange[];
}) {
  const may = useMay();
  const own = changes.filter((change) => change.kind === "change-delegation" && change.vdcId === vdcId);
  return (
    <Panel
      title={`Delegation of ${vdcName}`}
      actions={
        may("delegation:manage") && (
          <Link href={proposalHref(vdcId, own)} prefetch={false} className={buttonVariants({ size: "sm" })}>
            Open in the editor
          </Link>
        )
      }
    >
      <ul className="grid gap-1">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {outsideCount > 0 && (
        <p className="mt-2 text-degraded wrap-anywhere">
          {outsideCount === 1 ? "1 network" : `${outsideCount} networks`} would be outside the delegation:{" "}
          {outside.map(({ id, name }, position) => (
            <span key={id}>
              {position > 0 && ", "}
              <Link href={`/vdcs/${vdcId}/networks/${id}`} prefetch={false} className="underline">
                {name}
              </Link>
            </span>
          ))}
          {outsideCount > outside.length && ` and ${outsideCount - outside.length} more`}. They keep their
          ids.
        </p>
      )}
      {outsideCount === 0 && <p className="mt-2 text-muted">No network would be left outside.</p>}
      {insideAgain.length > 0 && (
        <p className="mt-2">Inside again: {insideAgain.map(({ name }) => name).join(", ")}.</p>
      )}
      {conflicts.length > 0 && (
        <div className="mt-2 text-down">
          <p className="font-medium">It would be refused:</p>
          <ul className="list-disc pl-5">
            {conflicts.map((conflict) => (
              <li key={conflict}>{conflict}</li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
