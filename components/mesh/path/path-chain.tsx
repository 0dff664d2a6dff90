import { Layers, Lock, LockOpen, Network, Server, SquareTerminal, Waypoints } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { OwnPathHop } from "#server/domain/mesh-path/own-path.ts";
import type { PathHop } from "#server/domain/mesh-path/path-hop.ts";
import { cn } from "../../ui/cn.ts";
import { StateBadge } from "../../ui/state-badge.tsx";

type Hop = PathHop | OwnPathHop;

/** The way of a frame, step by step: down the page, or across it where there is room. */
export function PathChain({ hops }: { hops: readonly Hop[] }) {
  return (
    <ol aria-label="The way, hop by hop" className="grid grid-flow-row xl:auto-cols-fr xl:grid-flow-col">
      {hops.map((hop, position) => (
        <li
          key={`${hop.kind} ${hop.title} ${position}`}
          className="group relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 xl:grid-cols-1 xl:content-start xl:gap-y-3 xl:pr-5 xl:pb-0"
        >
          <span
            aria-hidden
            className={cn(
              "absolute top-9 bottom-0 left-[1.0625rem] w-0.5 group-last:hidden xl:top-[1.0625rem] xl:right-0 xl:bottom-auto xl:left-9 xl:h-0.5 xl:w-auto",
              hop.kind === "link" ? "bg-control" : "bg-line-strong",
            )}
          />
          <span
            aria-hidden
            className="grid size-9 place-items-center rounded-full border border-line-strong bg-raised text-muted [&_svg]:size-4"
          >
            <HopIcon hop={hop} />
          </span>
          <HopText hop={hop} />
        </li>
      ))}
    </ol>
  );
}

function HopIcon({ hop }: { hop: Hop }) {
  if (hop.kind === "vnic") return <SquareTerminal />;
  if (hop.kind === "overlay") return <Layers />;
  if (hop.kind === "node") return <Server />;
  if (hop.path === "ipsec") return <Lock />;
  if (hop.path === "clear-text") return <LockOpen className="text-down-glyph" />;
  return hop.path === "admin" ? <Network /> : <Waypoints />;
}

const PATH_WORDS = {
  admin: "admin network, plain VXLAN",
  ipsec: "encrypted by IPsec",
  "clear-text": "clear text",
  unknown: "encryption not proven",
} as const;

function HopText({ hop }: { hop: Hop }) {
  return (
    <div className="min-w-0 self-center">
      <p className="font-medium wrap-anywhere">{hop.title}</p>
      {hop.kind !== "vnic" && (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
          <StateBadge
            state={hop.state}
            observedAt={hop.observedAt}
            detail={hop.kind === "link" && hop.isIdle ? "idle" : undefined}
          />
          {hop.kind === "link" && (
            <span
              className={cn("text-sm", hop.path === "clear-text" ? "font-medium text-down" : "text-muted")}
            >
              {PATH_WORDS[hop.path]}
            </span>
          )}
        </p>
      )}
      <p className="mt-1 text-sm text-pretty wrap-anywhere text-muted">{hop.sentence}</p>
      <HopDetail hop={hop} />
    </div>
  );
}

function HopDetail({ hop }: { hop: Hop }) {
  if (hop.kind === "vnic") {
    return (
      <>
        <Detail>
          {hop.ipv4Address ?? "no fixed address"}, {hop.macAddress}
        </Detail>
        <Detail>
          MTU {hop.mtuBytes}
          {!hop.isMtuSet && " (unset)"}
          {hop.network && `, network ${hop.network.name}`}
        </Detail>
      </>
    );
  }
  if (hop.kind === "overlay") {
    return <Detail>{`${hop.pdcLabel}, MTU ${hop.mtuBytes ?? "not known"}`}</Detail>;
  }
  if (hop.kind === "node") return <Detail>{hop.pdcLabel}</Detail>;
  if (!("ends" in hop)) return null;
  return (
    <>
      {hop.ends.map(({ hostname, address, port }) => (
        <Detail key={hostname}>
          {hostname}: {address ?? "no address"}
          {port !== null && `, UDP ${port}`}
        </Detail>
      ))}
      <p className="mt-1 text-sm">
        <Link
          href={`/mesh?selected=${encodeURIComponent(`link/${hop.linkId}`)}`}
          className="text-accent-ink hover:underline"
        >
          This link in the mesh
        </Link>
      </p>
    </>
  );
}

function Detail({ children }: { children: ReactNode }) {
  return <p className="mt-0.5 text-sm wrap-anywhere text-subtle tabular-nums">{children}</p>;
}
