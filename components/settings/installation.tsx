"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { DescriptionList } from "../ui/description-list.tsx";
import { Panel } from "../ui/panel.tsx";
import { durationWords } from "./duration-words.ts";

type Installed = RouterOutputs["settings"]["get"];

const DATABASE_WORDS = { embedded: "Embedded, in the data folder", postgresql: "PostgreSQL" } as const;

/** How the server was started; changed in its environment, not here. */
export function Installation() {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.settings.get.queryOptions());
  return (
    <Panel
      title="This installation"
      description="Set in the server’s environment when it starts; shown here to operators and auditors."
    >
      <DescriptionList items={itemsOf(data)} />
    </Panel>
  );
}

function itemsOf(data: Installed) {
  const { refreshIntervalSeconds, vxlanRestSeconds, publicAddressExceptions, databaseKind } = data;
  return [
    {
      term: "Freshness limit",
      value: (
        <Explained by="Facts older than this make a node and its links stale.">
          {durationWords(data.staleAfterSeconds)}
        </Explained>
      ),
    },
    {
      term: "Refresh interval",
      value:
        refreshIntervalSeconds === 0
          ? "Off: nodes are read on demand only"
          : durationWords(refreshIntervalSeconds),
    },
    {
      term: "Rest of VXLAN ids",
      value: (
        <Explained by="How long a freed id waits before it is given out again.">
          {durationWords(vxlanRestSeconds)}
        </Explained>
      ),
    },
    {
      term: "Public address exceptions",
      value:
        publicAddressExceptions.length === 0 ? (
          "None"
        ) : (
          <Explained by="Count as public although they are not.">
            <span className="font-mono text-[0.92em]">{publicAddressExceptions.join(", ")}</span>
          </Explained>
        ),
    },
    { term: "Database", value: databaseKind && DATABASE_WORDS[databaseKind] },
    { term: "Compute nodes", value: data.isDemoFleet ? "The demo’s stand-ins" : "Real ones" },
  ];
}

function Explained({ by, children }: { by: string; children: ReactNode }) {
  return (
    <>
      {children}
      <span className="block text-sm text-subtle">{by}</span>
    </>
  );
}
