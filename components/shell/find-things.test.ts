import { describe, expect, it } from "vitest";
import { findThings, nodeText, type Things } from "./find-things.ts";

const acme = { vdcId: "v1", vdcName: "acme", role: null };
const globex = { vdcId: "v2", vdcName: "globex", role: null };

// Only what is searched and shown; the lists' other fields play no part.
const network = (name: string, change: object = {}) =>
  ({
    id: name,
    vdcId: "v1",
    vdcName: "acme",
    name,
    alias: name,
    subnet: "10.20.0.0/24",
    vxlanId: 100,
    ...change,
  }) as Things["networks"][number];
const node = (hostname: string, pdcName: string | null) =>
  ({
    id: hostname,
    hostname,
    pdcName,
    adminAddress: "10.0.0.1",
    externalAddress: null,
    sshAddress: "10.0.0.1",
    sshPort: 22,
    state: "up",
  }) as Things["nodes"][number];
const warning = {
  id: "w1",
  code: "node-unreachable",
  severity: "critical",
  subjectLabel: "cn07",
  cause: "It does not answer.",
  vdcId: null,
} as const;

const things = (change: Partial<Things> = {}): Things => ({
  networks: [],
  nodes: [node("cn01", "bru-1"), node("cn07", "bru-1"), node("cn09", "")],
  namedNodes: [node("cn01", "bru-1"), node("cn07", "bru-1")],
  pdcs: [
    { name: "", nodeCount: 1 },
    { name: "bru-1", nodeCount: 2 },
  ],
  warnings: [warning],
  vdcs: [acme, globex],
  requests: [],
  requestableIn: [],
  definableIn: [acme],
  isCloud: true,
  ...change,
});
const hrefs = (query: string, change: Partial<Things> = {}) =>
  findThings(query, things(change)).map((item) => ("href" in item ? item.href : null));

describe("findThings", () => {
  it("offers to try what would happen only to who asks for it", () => {
    expect(hrefs("what if bru-1 renamed")).toEqual(["/what-if?try=rename-pdc&of=bru-1"]);
    expect(hrefs("move cn09")).toEqual(["/what-if?try=move-node&of=cn09"]);
    expect(hrefs("cn09")).toEqual(["/nodes/cn09"]);
  });

  it("offers to ask why the link of two nodes is down, once both are typed", () => {
    expect(hrefs("CN01 cn07")).toContain("/diagnose?from=node%2Fcn01&to=node%2Fcn07");
    expect(hrefs("cn01 cn01").filter((href) => href?.startsWith("/diagnose"))).toEqual([]);
    expect(hrefs("cn01 cn0").filter((href) => href?.startsWith("/diagnose"))).toEqual([]);
  });

  it("finds an open request by its vDC or by what it asks for, and offers to ask", () => {
    const wanted = {
      vxlans: [{ overlayRuleName: "storage", count: 20, ids: null }],
      vlans: [],
      networkCountMax: null,
    };
    const requests = [{ id: "r1", vdcId: "v1", vdcName: "acme", wanted }];
    expect(hrefs("request storage", { requests })).toEqual(["/vdcs/v1/requests/r1"]);
    expect(hrefs("ask for more", { requestableIn: [acme] })).toEqual(["/vdcs/v1/delegation?request=yes"]);
  });

  it("leads to the networks that were found by the same words", () => {
    expect(hrefs("no other thing", { networks: [network("web"), network("db")] })).toEqual([
      "/vdcs/v1/networks/web",
      "/vdcs/v1/networks/db",
    ]);
  });

  it("finds a node with the warnings about it, and its PDC in the mesh", () => {
    expect(hrefs("cn07")).toEqual(["/nodes/cn07", "/warnings?warning=w1"]);
    expect(hrefs("pdc bru-1")).toEqual(["/mesh?selected=pdc%2Fpdc%3Abru-1"]);
  });

  it("offers the nodes that told no PDC name as one", () => {
    expect(hrefs("pdc no name")).toEqual(["/mesh?selected=pdc%2Fno-name"]);
  });

  it("leads members to the warnings of their own vDC", () => {
    const own = { ...warning, vdcId: "v1" };
    expect(hrefs("answer", { warnings: [own], isCloud: false })).toEqual(["/vdcs/v1/warnings"]);
  });

  it("offers to define a network only where that is allowed", () => {
    expect(hrefs("define network")).toEqual(["/vdcs/v1/networks/new"]);
    expect(hrefs("define globex")).toEqual([]);
  });

  it("lets no kind of thing crowd out another", () => {
    const networks = Array.from({ length: 500 }, (_, count) => network(`cn-net-${count}`));
    const found = findThings("cn", things({ networks }));
    expect(found.filter(({ group }) => group === "Networks")).toHaveLength(6);
    expect(found.some(({ group }) => group === "Nodes")).toBe(true);
  });
});

it.each([
  { query: "node cn07", text: "cn07" },
  { query: "what if cn07 moved to another PDC", text: "cn07" },
  { query: "bru-1 cn0", text: "bru-1 cn0" },
  { query: "move", text: "" },
])("asks for nodes by “$text” when “$query” is typed", ({ query, text }) => {
  expect(nodeText(query)).toBe(text);
});
