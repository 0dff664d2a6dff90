import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { insertNode, type NewNode, saveFacts, updateNode } from "#db/queries/node.ts";
import { insertRefreshRun, queueNodeRefreshes } from "#db/queries/refresh.ts";
import { openWarnings } from "#db/queries/warning-findings.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { mergeFacts } from "#server/domain/facts.ts";
import { LISTED_NODE_STATES, NODE_SORTS, type NodeCursor, type NodePage } from "#server/domain/node-list.ts";
import { finding, nodeKey } from "#server/domain/warnings/finding.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { nodeRouter } from "./node.ts";
import { refreshRouter } from "./refresh.ts";

const callerOf = createCaller(router({ node: nodeRouter, refresh: refreshRouter }));
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

type Kind = Partial<NewNode> & { pdcName?: string; readAt?: Date };
const CONFIRMED = { hostKeyConfirmedAt: ago(90_000) };
const OK = { lastRefreshOutcome: "ok" as const, lastRefreshFinishedAt: ago(5) };
const failed = (lastRefreshCause: string) => ({
  lastRefreshOutcome: "failed" as const,
  lastRefreshFinishedAt: ago(30),
  lastRefreshCause,
  lastRefreshDetail: "It failed.",
});
/** Nodes of every kind that a list tells apart. */
const KINDS: Record<string, Kind> = {
  up: { ...CONFIRMED, ...OK, pdcName: "list-east", readAt: ago(10) },
  "up-too": { ...CONFIRMED, ...OK, pdcName: "list-west", readAt: ago(20), pausedUntil: ago(-3600) },
  "up-nameless": { ...CONFIRMED, ...OK, pdcName: "", readAt: ago(15) },
  stale: { ...CONFIRMED, ...OK, pdcName: "list-east", readAt: ago(9000) },
  "stale-failed": { ...CONFIRMED, ...failed("time-out"), pdcName: "list-east", readAt: ago(9000) },
  down: { ...CONFIRMED, ...failed("unreachable"), pdcName: "list-west", readAt: ago(60) },
  "down-unread": { ...CONFIRMED, ...failed("unreachable") },
  degraded: { ...CONFIRMED, ...failed("authentication"), pdcName: "list-west", readAt: ago(60) },
  "never-read": { ...CONFIRMED },
  "never-got-through": { ...CONFIRMED, ...failed("host-key-unconfirmed") },
  quarantined: { hostKeyFingerprint: `SHA256:${"q".repeat(43)}` },
  // Once confirmed and read, then put back: nothing it said may be seen.
  "quarantined-again": { ...OK, pdcName: "list-secret", readAt: ago(60) },
};

describeOnEachDatabase("the list of nodes", (on) => {
  const operator = () => callerOf(contextOf(on.db, cloudActor()));
  const idByKind = new Map<string, string>();
  const idOf = (kind: string) => idByKind.get(kind) ?? "";

  beforeAll(async () => {
    for (const [index, [kind, { pdcName, readAt, ...row }]] of Object.entries(KINDS).entries()) {
      const { id } = await insertNode(on.db, {
        hostname: `list-${kind}`,
        sshAddress: `10.66.0.${index + 1}`,
        ...row,
      });
      idByKind.set(kind, id);
      if (!readAt) continue;
      const identity = {
        nodeUuid: randomUUID(),
        hostname: `list-${kind}`,
        pdcName: pdcName ?? "",
        adminIp: null,
        adminNicTagName: "admin",
        liveImage: null,
        bootedAt: null,
      };
      const nic = {
        name: "e1000g0",
        kind: "physical" as const,
        macAddress: `00:00:00:00:66:0${index.toString(16)}`,
        ipv4Address: `10.67.0.${200 - index}`,
        linkStatus: "up" as const,
        nicTagNames: ["admin"],
        mtuBytes: 1500,
      };
      const facts = mergeFacts(null, { identity, nics: [nic], hostVnics: [] }, readAt);
      await saveFacts(on.db, id, facts, { observedAt: readAt, hasChanged: true });
    }
    const subject = { kind: "node" as const, key: nodeKey(idOf("stale")), label: "list-stale" };
    const found = finding("node-facts-stale", { subject, cause: "Its facts are old.", evidence: [] });
    await openWarnings(on.db, [found], new Date());
  });

  const kindsOf = async (filter: Parameters<ReturnType<typeof operator>["node"]["list"]>[0]) => {
    const { nodes } = await operator().node.list(filter);
    return nodes.map(({ hostname }) => hostname.replace("list-", ""));
  };

  it("tells each node's state as its own page does, judged from its facts", async () => {
    const { nodes } = await operator().node.list({ text: "list-" });
    expect(nodes).toHaveLength(Object.keys(KINDS).length);
    for (const node of nodes) {
      const page = await operator().node.byId({ nodeId: node.id });
      expect(page).toMatchObject(node);
    }
  });

  it("leaves out what a quarantined node said, in rows, searches and PDCs", async () => {
    const { nodes } = await operator().node.list({ text: "list-quarantined-again" });
    expect(nodes).toMatchObject([
      { pdcName: null, adminAddress: null, factsObservedAt: null, state: "unknown" },
    ]);
    expect(await kindsOf({ text: "list-secret" })).toEqual([]);
    expect(await kindsOf({ pdcName: "list-secret" })).toEqual([]);
    const names = (await operator().node.listPdcNames()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["", "list-east", "list-west"]));
    expect(names).not.toContain("list-secret");
  });

  it.each(LISTED_NODE_STATES)("narrows to those that are %s, and counts as many", async (state) => {
    const shown = await kindsOf({ text: "list-", state });
    const wanted = Object.keys(KINDS).filter(
      (kind) =>
        kind.startsWith(state) ||
        (state === "stale" && kind === "stale-failed") ||
        (state === "unknown" && (kind.startsWith("never") || kind.startsWith("quarantined"))),
    );
    expect(shown.toSorted()).toEqual(wanted.toSorted());
    expect(await operator().node.count({ text: "list-", state })).toMatchObject({ count: wanted.length });
  });

  it.each([
    { text: "LIST-UP", kinds: ["up", "up-nameless", "up-too"] },
    { text: "list-west degr", kinds: ["degraded"] },
    { text: "10.66.0.1:22", kinds: ["up"] },
    { text: "10.67.0.197", kinds: ["stale"] },
    { text: "%_", kinds: [] },
    { text: "10.67.0.189", kinds: [] },
  ])("finds by name, PDC and addresses: “$text”", async ({ text, kinds }) => {
    expect(await kindsOf({ text })).toEqual(kinds);
  });

  it("finds a node by its id", async () => {
    expect(await kindsOf({ text: idOf("down") })).toEqual(["down"]);
  });

  it("finds those without a PDC name, apart from those that never told", async () => {
    expect(await kindsOf({ text: "list-", pdcName: "" })).toEqual(["up-nameless"]);
  });

  it("puts the worst first when sorted by state, and failures by their causes", async () => {
    const byState = await kindsOf({ text: "list-", sort: "state" });
    expect(byState.slice(0, 3)).toEqual(["down", "down-unread", "degraded"]);
    expect(byState.slice(-3)).toEqual(["up", "up-nameless", "up-too"]);
    expect(await kindsOf({ text: "list-", sort: "lastRefresh" })).toMatchObject({ 0: "degraded" });
    expect(await kindsOf({ text: "list-", sort: "openWarningCount", isDescending: true })).toMatchObject({
      0: "stale",
    });
    expect((await kindsOf({ text: "list-", sort: "adminAddress", isDescending: true }))[0]).toBe("up");
  });

  it.each(NODE_SORTS.flatMap((sort) => [false, true].map((isDescending) => ({ sort, isDescending }))))(
    "comes page by page without a gap or repetition: $sort, descending: $isDescending",
    async (order: Pick<NodePage, "sort" | "isDescending">) => {
      const whole = await kindsOf({ text: "list-", ...order });
      const paged: string[] = [];
      let cursor: NodeCursor | null = null;
      do {
        const page: Awaited<ReturnType<ReturnType<typeof operator>["node"]["list"]>> =
          await operator().node.list({ text: "list-", ...order, limit: 5, cursor });
        paged.push(...page.nodes.map(({ hostname }) => hostname.replace("list-", "")));
        cursor = page.nextCursor;
      } while (cursor);
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(Object.keys(KINDS).length);
    },
  );

  it("refuses a place to go on from that is none, in one sentence", async () => {
    const cursor = { keys: ["x'; drop table node"], id: idOf("up") };
    for (const sort of ["factsObservedAt", "adminAddress", "ssh"] as const) {
      await expect(operator().node.list({ sort, cursor })).rejects.toThrow("This is not where a page ended.");
    }
    for (const key of ["999.1.1.1", "10.0.0.1/999", "10.0.0", "::ffff:10.0.0.1"]) {
      await expect(
        operator().node.list({ sort: "externalAddress", cursor: { keys: [key], id: idOf("up") } }),
      ).rejects.toThrow("This is not where a page ended.");
    }
    expect((await operator().node.list({ sort: "hostname", cursor })).nodes).toBeInstanceOf(Array);
  });

  it("says which refresh is under way, for the nodes of the page", async () => {
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
    await queueNodeRefreshes(on.db, run.id, [idOf("up")]);
    const { nodes } = await operator().node.list({ text: "list-up" });
    expect(nodes.map(({ refreshInFlight }) => refreshInFlight)).toEqual(["queued", null, null]);
  });

  it("orders a refresh of what is filtered but those left out, and names how many", async () => {
    const selection = {
      kind: "filter" as const,
      filter: { text: "list-", pdcName: "list-west" },
      exceptNodeIds: [idOf("down")],
    };
    const { runId } = await operator().refresh.order({ selection });
    expect(await operator().refresh.byId({ runId })).toMatchObject({
      title: "2 nodes",
      countByState: { queued: 2, failed: 0 },
      lastFinishedAt: null,
    });
    const { nodeRefreshes } = await operator().refresh.listNodes({ runId });
    expect(nodeRefreshes.map(({ hostname }) => hostname)).toEqual(["list-degraded", "list-up-too"]);
    await expect(
      operator().refresh.order({ selection: { kind: "filter", filter: { text: "nobody" } } }),
    ).rejects.toThrow("There is no such node to refresh.");
    await expect(
      operator().refresh.order({ selection: { kind: "everything" } as unknown as typeof selection }),
    ).rejects.toThrow("Say which nodes to refresh.");
  });

  it("lists who waits for a confirmation, those with a key first", async () => {
    const { nodes, hasMore } = await operator().node.listWaiting();
    const own = nodes.filter(({ sshAddress }) => sshAddress.startsWith("10.66."));
    expect(own.map(({ id }) => id)).toEqual([idOf("quarantined"), idOf("quarantined-again")]);
    expect(hasMore).toBe(false);
  });

  it("finds nodes by their whole names alone", async () => {
    const hostnames = ["LIST-UP", "list-dow"];
    expect(await operator().node.listNamed({ hostnames })).toMatchObject([{ hostname: "list-up" }]);
  });

  it("is nothing to people of one vDC", async () => {
    const { node } = callerOf(contextOf(on.db, vdcActor(randomUUID())));
    const asked = [
      () => node.list({}),
      () => node.count({}),
      () => node.listPdcNames(),
      () => node.listWaiting(),
      () => node.listNamed({ hostnames: ["list-up"] }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("keeps a node in its place while others change", async () => {
    const first = await operator().node.list({ text: "list-", limit: 2 });
    await updateNode(on.db, first.nodes[0]?.id ?? "", { lastRefreshFinishedAt: new Date() });
    const next = await operator().node.list({ text: "list-", limit: 2, cursor: first.nextCursor });
    const names = [...first.nodes, ...next.nodes].map(({ hostname }) => hostname);
    expect(names).toEqual(names.toSorted());
  });
});
