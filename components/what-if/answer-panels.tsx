import Link from "next/link";
import type { ReactNode } from "react";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { cn } from "../ui/cn.ts";
import { DisclosureRow } from "../ui/disclosure.tsx";
import { Panel } from "../ui/panel.tsx";
import { SeverityIcon } from "../ui/severity-badge.tsx";
import { PlaceList } from "./place-list.tsx";
import type { Answer } from "./use-what-if.ts";
import { type Group, linksOf, mtuSideWords, pairsOf, placeLabel } from "./what-if-words.ts";

/** Links that would take another path, come or go. */
export function LinksPanel({ answer: { paths, appeared, gone } }: { answer: Answer }) {
  const groups: [string, Group][] = [
    ["take another path, between other addresses", paths],
    ["appear", appeared],
    ["go away", gone],
  ];
  const told = groups.filter(([, { linkCount }]) => linkCount > 0);
  if (told.length === 0) return null;
  return (
    <Panel flush title="Links">
      {told.map(([words, group]) => (
        <Section key={words} title={`${linksOf(group.linkCount)} ${words}`}>
          <PlaceList group={group} />
        </Section>
      ))}
    </Panel>
  );
}

export function KeysPanel({ answer: { keysNeeded, keysOrphaned } }: { answer: Answer }) {
  if (keysNeeded.linkCount + keysOrphaned.linkCount === 0) return null;
  return (
    <Panel flush title="Pre-shared keys">
      {keysNeeded.linkCount > 0 && (
        <Section title={`${pairsOf(keysNeeded.linkCount)} of nodes need a key`}>
          <PlaceList group={keysNeeded} noun={pairsOf} />
        </Section>
      )}
      {keysOrphaned.linkCount > 0 && (
        <Section title={`The keys of ${pairsOf(keysOrphaned.linkCount)} are needed no more`}>
          <PlaceList group={keysOrphaned} noun={pairsOf} />
        </Section>
      )}
    </Panel>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="not-first:border-t not-first:border-line">
      <h3 className="px-4 py-2 font-medium">{title}</h3>
      {children}
    </section>
  );
}

export function MtuPanel({ answer: { mtus } }: { answer: Answer }) {
  if (mtus.rowCount === 0) return null;
  const more = mtus.rowCount - mtus.rows.length;
  return (
    <Panel
      flush
      title="MTU"
      description="How many bytes of an inner packet cross whole, and what becomes of one as large as the rule’s MTU."
    >
      <section
        aria-label="Changes of MTU"
        // It scrolls sideways on a narrow screen, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="overflow-x-auto focus-visible:-outline-offset-2"
      >
        <table className="w-full text-left">
          <thead className="text-sm text-subtle">
            <tr>
              {["Between", "Now", "Then"].map((name) => (
                <th key={name} scope="col" className="py-1.5 pl-4 font-medium whitespace-nowrap last:pr-4">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-t border-line">
            {mtus.rows.map(({ id, pdcs, overlayRuleName, linkCount, before, after }) => (
              <tr key={id}>
                <th scope="row" className="py-1.5 pl-4 align-top font-medium wrap-anywhere">
                  {placeLabel(pdcs)}
                  <span className="block text-sm font-normal text-muted">
                    {overlayRuleName}, {linksOf(linkCount)}
                  </span>
                </th>
                <MtuCell side={before} />
                <MtuCell side={after} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="px-4 py-2 text-sm text-muted">And {more.toLocaleString("en")} more.</p>}
    </Panel>
  );
}

function MtuCell({ side }: { side: Answer["mtus"]["rows"][number]["before"] }) {
  const { carries, verdict, isBad } = mtuSideWords(side);
  return (
    <td className="min-w-24 py-1.5 pl-4 align-top tabular-nums last:pr-4">
      {carries}
      {verdict && (
        <span className={cn("block text-sm", isBad ? "text-degraded" : "text-muted")}>{verdict}</span>
      )}
    </td>
  );
}

export function WarningsPanel({ answer: { warnings } }: { answer: Answer }) {
  const { opened, openedCount, closed, closedCount } = warnings;
  if (openedCount + closedCount === 0) return null;
  return (
    <Panel flush title="Warnings">
      <WarningGroup title="open" warnings={opened} count={openedCount} />
      <WarningGroup title="close" warnings={closed} count={closedCount} />
    </Panel>
  );
}

type Warning = Answer["warnings"]["opened"][number];

/** Told code by code: a renamed PDC opens the same one on each of its nodes. */
function WarningGroup({
  title,
  warnings,
  count,
}: {
  title: string;
  warnings: readonly Warning[];
  count: number;
}) {
  if (count === 0) return null;
  const byCode = [...Map.groupBy(warnings, ({ code }) => code)];
  const more = count - warnings.length;
  return (
    <Section title={`${count === 1 ? "1 warning" : `${count.toLocaleString("en")} warnings`} would ${title}`}>
      <ul className="divide-y divide-line border-t border-line">
        {byCode.map(([code, group]) => (
          <li key={code}>
            <DisclosureRow
              label={
                <>
                  <SeverityIcon severity={group[0]?.severity ?? "info"} />
                  <span className="min-w-0 flex-1 font-medium">{WARNING_CATALOGUE[code].title}</span>
                </>
              }
              end={<span className="text-sm text-muted tabular-nums">{group.length}</span>}
            >
              <ul className="grid gap-1 pr-4 pb-2 pl-9.5 text-sm text-muted">
                {group.map(({ subjectLabel, cause }) => (
                  <li key={`${subjectLabel} ${cause}`} className="wrap-anywhere">
                    <span className="font-medium text-ink">{subjectLabel}:</span> {cause}
                  </li>
                ))}
              </ul>
            </DisclosureRow>
          </li>
        ))}
        {more > 0 && (
          <li className="px-4 py-1.5 text-sm text-muted">And {more.toLocaleString("en")} more.</li>
        )}
      </ul>
    </Section>
  );
}

export function TouchedPanel({ answer: { touched } }: { answer: Answer }) {
  const { networks, networkCount, vdcs, vms, vmCount } = touched;
  if (vmCount === 0) return null;
  return (
    <Panel
      flush
      title="Who is touched"
      description={`${counted(vdcs.length, "vDC")}, ${counted(networkCount, "network")} and ${counted(vmCount, "VM")} whose frames would travel otherwise.`}
    >
      <ul className="divide-y divide-line">
        {networks.map(({ id, name, vdcId, vdcName, vmCount: count }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5">
            <Link
              href={`/vdcs/${vdcId}/networks/${id}`}
              prefetch={false}
              className="min-w-0 flex-1 truncate font-medium hover:underline"
            >
              {name}
            </Link>
            <span className="text-sm text-muted">{vdcName}</span>
            <span className="text-sm text-muted tabular-nums">{counted(count, "VM")}</span>
          </li>
        ))}
        {networkCount > networks.length && (
          <li className="px-4 py-1.5 text-sm text-muted">
            And {(networkCount - networks.length).toLocaleString("en")} more networks.
          </li>
        )}
      </ul>
      <div className="border-t border-line">
        <DisclosureRow label={<span className="font-medium">{counted(vmCount, "VM")} by name</span>}>
          <ul className="columns-1 pr-4 pb-2 pl-9.5 text-sm sm:columns-2">
            {vms.map(({ uuid, alias, hostname, networkName }) => (
              <li key={uuid} className="truncate">
                {alias}{" "}
                <span className="text-muted">
                  on {hostname}
                  {networkName ? `, ${networkName}` : ", on no network"}
                </span>
              </li>
            ))}
            {vmCount > vms.length && (
              <li className="text-muted">and {(vmCount - vms.length).toLocaleString("en")} more</li>
            )}
          </ul>
        </DisclosureRow>
      </div>
    </Panel>
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
