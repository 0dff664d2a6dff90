"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { type Permission, permissionsOf } from "#server/domain/access.ts";
import { NODE_TEXT_LENGTH_MAX } from "#server/domain/node-list.ts";
import { NETWORK_TEXT_LENGTH_MAX } from "#server/domain/network/list-limits.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { nodeText, PER_GROUP_MAX, type Things } from "./find-things.ts";
import type { ShellActor, ShellVdc } from "./navigation.ts";

type Trpc = ReturnType<typeof useTRPC>;

/** One's role in the cloud counts in every vDC. */
export function mayIn({ cloudRole }: ShellActor, vdc: ShellVdc | null, permission: Permission): boolean {
  const role = cloudRole ?? vdc?.role ?? null;
  return role !== null && permissionsOf(role).includes(permission);
}

/** What one list cannot tell, the others still do. */
async function orNone<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  return asked.catch(() => []);
}

/** Networks may be a million, so they are looked for where they are; the word says only what is looked for. */
function networkQuestion(query: string) {
  const text = query.replace(/\bnetworks?\b/gi, "").slice(0, NETWORK_TEXT_LENGTH_MAX);
  return { text, access: "all" as const, limit: PER_GROUP_MAX };
}

/** Some more than are shown, since not all that is typed is asked for. */
function nodeQuestion(query: string) {
  return { text: nodeText(query).slice(0, NODE_TEXT_LENGTH_MAX), limit: PER_GROUP_MAX * 4 };
}

async function loadThings(
  actor: ShellActor,
  trpc: Trpc,
  queryClient: QueryClient,
  query: string,
): Promise<Things> {
  const { vdcs } = actor;
  const isCloud = actor.cloudRole !== null;
  const definableIn = vdcs.filter((vdc) => mayIn(actor, vdc, "network:create"));
  const requestableIn = vdcs.filter((vdc) => mayIn(actor, vdc, "delegation:request"));
  if (isCloud) {
    const mayAnswer = mayIn(actor, null, "delegation:manage");
    const words = query.trim().split(/\s+/);
    const [networks, nodes, namedNodes, pdcs, warnings, requests] = await Promise.all([
      orNone(
        queryClient
          .fetchQuery(trpc.network.listOfCloud.queryOptions({ ...networkQuestion(query), sort: "name" }))
          .then((page) => page.networks),
      ),
      orNone(
        queryClient.fetchQuery(trpc.node.list.queryOptions(nodeQuestion(query))).then((page) => page.nodes),
      ),
      // Two whole names ask about the link between them.
      words.length === 2
        ? orNone(queryClient.fetchQuery(trpc.node.listNamed.queryOptions({ hostnames: words })))
        : [],
      orNone(queryClient.fetchQuery(trpc.node.listPdcNames.queryOptions())),
      orNone(
        queryClient
          .fetchQuery(trpc.warning.list.queryOptions({ effects: "listed", text: query.trim().slice(0, 200) }))
          .then((answer) => answer.warnings),
      ),
      mayAnswer ? orNone(queryClient.fetchQuery(trpc.delegationRequest.listOpen.queryOptions())) : [],
    ]);
    return {
      ...{ networks, nodes, namedNodes, pdcs, warnings },
      ...{ vdcs, requests, requestableIn, definableIn, isCloud },
    };
  }
  const ofEach = async <T>(ask: (vdcId: string) => Promise<readonly T[]>) =>
    (await Promise.all(vdcs.map(({ vdcId }) => orNone(ask(vdcId))))).flat();
  const [networks, warnings] = await Promise.all([
    ofEach((vdcId) =>
      queryClient
        .fetchQuery(trpc.network.list.queryOptions({ vdcId, ...networkQuestion(query) }))
        .then((page) => page.networks),
    ),
    ofEach((vdcId) =>
      queryClient.fetchQuery(trpc.warning.listForVdc.queryOptions({ vdcId })).then((page) => page.warnings),
    ),
  ]);
  return {
    ...{ networks, nodes: [], namedNodes: [], pdcs: [], warnings },
    ...{ vdcs, requests: [], requestableIn, definableIn, isCloud },
  };
}

/** Asks for what the person may read, from the lists the pages use; begins as soon as the palette opens. */
export function useThings(actor: ShellActor, isOpen: boolean): (query: string) => Promise<Things> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const load = useMemo(
    () => (query: string) => loadThings(actor, trpc, queryClient, query),
    [actor, trpc, queryClient],
  );
  useEffect(() => {
    if (isOpen) void load("");
  }, [isOpen, load]);
  return load;
}
