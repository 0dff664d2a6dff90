import { describe, expect, it } from "vitest";
import { adminAddress, externalAddress, externalInterface } from "./node.ts";
import { factsOf, healthyNodes, withFact, withoutFact } from "./testing/mesh-nodes.ts";

const [node] = healthyNodes([{ number: 1, pdcName: "bru-1", place: 1 }]);
if (!node) throw new Error("one node was asked for");
const [external] = factsOf(node).hostVnics?.value ?? [];
if (!external) throw new Error("the node has external0");

describe("a node's addresses", () => {
  const vnic = (name: string, ipv4Address: string | null) => ({ ...external, name, ipv4Address });

  it.each([
    { vnics: [vnic("external_0", "8.8.8.2"), vnic("external0", "8.8.8.1")], address: "8.8.8.1" },
    { vnics: [vnic("external1", "8.8.8.1"), vnic("external_0", "8.8.8.2")], address: "8.8.8.2" },
    { vnics: [vnic("external0", null), vnic("external_0", "8.8.8.2")], address: "8.8.8.2" },
  ])("takes external0 before external_0: $address", ({ vnics, address }) => {
    expect(externalAddress(factsOf(withFact(node, "hostVnics", vnics)))).toBe(address);
  });

  it("falls back to the tagged NIC, never from external to admin", () => {
    const bare = withFact(node, "hostVnics", []);
    const nics = factsOf(bare).nics?.value ?? [];
    expect(externalAddress(factsOf(bare))).toBe("10.1.0.1");
    const untagged = withFact(
      bare,
      "nics",
      nics.map((nic) => ({ ...nic, nicTagNames: ["admin"] })),
    );
    expect(externalAddress(factsOf(untagged))).toBeNull();
    expect(adminAddress(factsOf(untagged))).toBe("10.1.0.1");
  });

  it("does not guess from the NIC while vNICs were never read", () => {
    expect(externalAddress(factsOf(withoutFact(node, "hostVnics")))).toBeNull();
  });

  it.each([
    { reported: 575, taken: null },
    { reported: 20, taken: null },
    { reported: 576, taken: 576 },
  ])("does not believe an MTU that no IPv4 path has: $reported", ({ reported, taken }) => {
    const vnics = [{ ...external, mtuBytes: reported }];
    expect(externalInterface(factsOf(withFact(node, "hostVnics", vnics)))?.mtuBytes).toBe(taken);
  });

  it("takes the MTU of the NIC under a vNIC that tells none", () => {
    expect(externalInterface(factsOf(node))).toMatchObject({
      name: "external0",
      nicName: "igb0",
      mtuBytes: 1500,
    });
  });
});
