import type { HealthState } from "#server/domain/health.ts";
import { Age } from "../../ui/age.tsx";
import { Absent } from "../../ui/description-list.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import { CATEGORIES } from "../mesh-mode.ts";
import type { VdcMesh } from "./vdc-picture.tsx";

const STATE_SENTENCES: Record<HealthState, string> = {
  up: "Packets pass.",
  degraded: "Packets pass, but not all is as it should be.",
  down: "On at least one way packets do not pass.",
  stale: "Nothing new was read for too long.",
  unknown: "On at least one way nobody knows whether packets pass.",
};

const HEADERS = ["Data centers", "State", "Path", "Largest safe MTU", "Networks", "Facts from"];

export function VdcPathTable({ mesh: { pdcs, paths, networks } }: { mesh: VdcMesh }) {
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  const nameById = new Map(networks.map(({ id, name }) => [id, name]));
  return (
    <section
      aria-label="Paths between data centers"
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full min-w-208">
        <thead>
          <tr className="text-left text-sm text-muted">
            {HEADERS.map((header) => (
              <th key={header} scope="col" className="px-4 py-2 font-medium whitespace-nowrap">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {paths.map((path) => {
            const category = CATEGORIES.path.find(({ key }) => key === path.path);
            return (
              <tr key={path.id} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-left font-medium whitespace-nowrap">
                  {path.pdcIds.map((id) => labelById.get(id)).join(" – ")}
                </th>
                <td className="px-4 py-2">
                  <StateBadge state={path.state} observedAt={path.observedAt} />
                  <span className="mt-0.5 block text-sm text-muted">{STATE_SENTENCES[path.state]}</span>
                </td>
                <td className="px-4 py-2 whitespace-nowrap">
                  <span className="inline-flex items-center gap-1.5">
                    <LookGlyph look={path.path} />
                    {category?.word}
                  </span>
                </td>
                <td className="px-4 py-2 tabular-nums">{path.effectiveMtuBytes ?? <Absent />}</td>
                <td className="px-4 py-2">
                  {path.networkIds.map((id) => nameById.get(id)).join(", ")}
                  {path.fragmentingNetworkIds.length > 0 && (
                    <span className="block text-sm text-degraded">
                      Full frames of {path.fragmentingNetworkIds.map((id) => nameById.get(id)).join(", ")}{" "}
                      leave in fragments.
                    </span>
                  )}
                </td>
                <td className="px-4 py-2 text-muted">
                  {path.observedAt ? <Age at={path.observedAt} /> : <Absent />}
                </td>
              </tr>
            );
          })}
          {pdcs.map(
            ({ id, label, innerState, networkIds, observedAt }) =>
              innerState && (
                <tr key={id} className="border-t border-line">
                  <th scope="row" className="px-4 py-2 text-left font-medium whitespace-nowrap">
                    Inside {label}
                  </th>
                  <td className="px-4 py-2">
                    <StateBadge state={innerState} observedAt={observedAt} />
                    <span className="mt-0.5 block text-sm text-muted">{STATE_SENTENCES[innerState]}</span>
                  </td>
                  <td className="px-4 py-2 whitespace-nowrap">
                    <span className="inline-flex items-center gap-1.5">
                      <LookGlyph look="admin" />
                      Admin network
                    </span>
                  </td>
                  <td className="px-4 py-2">
                    <Absent />
                  </td>
                  <td className="px-4 py-2">
                    {networkIds.map((networkId) => nameById.get(networkId)).join(", ")}
                  </td>
                  <td className="px-4 py-2 text-muted">
                    {observedAt ? <Age at={observedAt} /> : <Absent />}
                  </td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </section>
  );
}
