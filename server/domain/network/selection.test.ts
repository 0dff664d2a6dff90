import { describe, expect, it } from "vitest";
import { planNetworks, type SelectedNetwork, type SelectionContext } from "./selection.ts";

const network = (name: string, fields: Partial<SelectedNetwork> = {}): SelectedNetwork => ({
  id: `id-${name}`,
  vdcId: "vdc-1",
  vdcName: "acme",
  ownerName: null,
  name,
  alias: name,
  description: "",
  access: "private",
  subnet: "10.0.0.0/24",
  gateway: null,
  resolvers: [],
  dnsDomain: "",
  ptrDomain: "",
  isDhcpPassthrough: false,
  overlayRuleName: "customers",
  nicTagName: null,
  vxlanId: 100,
  vlanId: 0,
  mtuBytes: 1400,
  isVxlanShared: false,
  addressScopeRuleName: null,
  ...fields,
});
const onTag = { overlayRuleName: null, vxlanId: null, nicTagName: "external", mtuBytes: 1500 };
const CONTEXT: SelectionContext = {
  overlayRules: [{ name: "customers", isUserRule: true, mtuBytes: 1400, addressScope: "segment" }],
  nicTags: [{ name: "external", type: "normal" }],
  usedNetworkIds: new Set(["id-used"]),
  ownerVdcIds: new Set(["vdc-1"]),
};

describe("a change of several networks", () => {
  it("names each network that refuses, and why", () => {
    const networks = [network("web"), network("used"), network("tagged", onTag)];
    const plan = planNetworks(networks, { mtuBytes: 1390 }, CONTEXT);
    expect(plan.changes.map(({ network: { name }, after }) => [name, after])).toEqual([
      ["web", { mtuBytes: 1390 }],
    ]);
    expect(plan.refused.map(({ networkName, message }) => [networkName, message])).toEqual([
      ["used", "This cannot be changed while VMs use the network."],
      ["tagged", "On NIC tag external an MTU is at least 1500."],
    ]);
  });

  it("leaves networks alone that have the value already, used or not", () => {
    const plan = planNetworks([network("used")], { mtuBytes: 1400 }, CONTEXT);
    expect(plan).toMatchObject({ unchangedCount: 1, refused: [], changes: [] });
  });

  it("tells what is wrong with the value itself once, however many networks", () => {
    const plan = planNetworks([network("a"), network("b")], { description: "x".repeat(129) }, CONTEXT);
    expect(plan.violations).toEqual([
      { field: "description", message: "The description has at most 128 characters." },
    ]);
    expect(plan.refused).toEqual([]);
  });

  it("gives a network to a member of its own vDC only", () => {
    const plan = planNetworks(
      [network("a"), network("b", { vdcId: "vdc-2" })],
      { ownerName: "nina" },
      CONTEXT,
    );
    expect(plan.changes.map((change) => change.network.name)).toEqual(["a"]);
    expect(plan.refused[0]?.message).toBe("No member of vDC acme is named nina.");
  });

  it("says nothing against old values that nobody changes", () => {
    const old = network("a", { mtuBytes: 8900, dnsDomain: "not a domain" });
    expect(planNetworks([old], { access: "public" }, CONTEXT).changes).toHaveLength(1);
  });
});
