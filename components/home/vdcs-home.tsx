import { LayoutGrid } from "lucide-react";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Figure } from "./figure.tsx";
import { VdcGlance } from "./vdc-glance.tsx";
import { freeVxlanCount } from "./vdc-use-words.ts";
import { WarningFigures } from "./warning-figures.tsx";

type VdcsHomeData = Extract<RouterOutputs["home"]["get"], { kind: "vdcs" }>;
type VdcHome = VdcsHomeData["vdcs"][number];

/** Whoever is a member of more sees figures only. */
const GLANCES_MAX = 3;

/** For members: each of their own vDCs, what it has left, and what is wrong in it. */
export function VdcsHome({ home: { vdcs } }: { home: VdcsHomeData }) {
  return (
    <>
      <PageHeader title="Home" description="Your virtual data centers." />
      {vdcs.length === 0 ? (
        <Panel flush>
          <EmptyState icon={<LayoutGrid />} title="You are not a member of any vDC yet.">
            An operator or a network admin of a vDC can add you.
          </EmptyState>
        </Panel>
      ) : (
        <div className="grid gap-4">
          {vdcs.map((vdc) => (
            <VdcPanel key={vdc.vdcId} vdc={vdc} hasGlance={vdcs.length <= GLANCES_MAX} />
          ))}
        </div>
      )}
    </>
  );
}

function VdcPanel({ vdc, hasGlance }: { vdc: VdcHome; hasGlance: boolean }) {
  const { vdcId, vdcName, role, networkCount, networkCountMax, openWarnings } = vdc;
  const free = freeVxlanCount(vdc);
  return (
    <Panel
      title={vdcName}
      description={role === "network-admin" ? "You are a network admin here." : "You may read here."}
    >
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
        <Figure
          label={
            networkCountMax === null
              ? networkCount === 1
                ? "network"
                : "networks"
              : `of ${networkCountMax} networks`
          }
          value={networkCount}
          href={`/vdcs/${vdcId}/networks`}
        />
        <Figure
          label={free === 1 ? "free VXLAN id" : "free VXLAN ids"}
          value={free === null ? "any" : free.toLocaleString("en")}
          href={`/vdcs/${vdcId}/delegation`}
        />
        <WarningFigures
          counts={openWarnings}
          href={(severity) => `/vdcs/${vdcId}/warnings?severity=${severity}`}
        />
      </div>
      {hasGlance && <VdcGlance vdcId={vdcId} />}
    </Panel>
  );
}
