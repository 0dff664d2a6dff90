import { describe, expect, it } from "vitest";
import { ipsecPolicy, ikePreshared } from "./ipsec-files.ts";
import { nodeFiles } from "./node-files.ts";
import { arpTable, hasAssociations, presharedKey } from "./peers.ts";
import { smallFleet } from "./testing/small-fleet.ts";

describe("arpTable", () => {
  it("names each vNIC on the other nodes: admin address inside the data center, external address elsewhere", () => {
    const { all, east01, east02, west01 } = smallFleet();
    const table = arpTable(all, east01, "customers");
    expect(Object.keys(table)).toHaveLength(2);
    expect(table[east02.vms[0]?.vnics[0]?.macAddress ?? ""]).toEqual({
      arp: "10.20.0.2",
      port: 4791,
      ip: "10.9.0.2",
    });
    expect(table[west01.vms[0]?.vnics[0]?.macAddress ?? ""]).toMatchObject({ ip: "198.51.100.1" });
  });

  it("keeps the port of a live overlay after its rule was changed", () => {
    const { all, east01, east02 } = smallFleet();
    for (const rule of east02.overlayRules) rule.listenPort += 100;
    expect(Object.values(arpTable(all, east01, "customers"))[0]?.port).toBe(4791);
  });

  it("leaves out what a node is told to lack", () => {
    const { all, east01, east02 } = smallFleet();
    const lacking = east02.vms[0]?.vnics[0]?.macAddress ?? "";
    east01.trouble.missingArpEntries = { customers: [lacking] };
    expect(arpTable(all, east01, "customers")).not.toHaveProperty([lacking]);
    expect(arpTable(all, east02, "customers")).not.toEqual({});
  });
});

describe("IPsec between two nodes", () => {
  it("has one key and one policy for both ends, in Danube Cloud's words", () => {
    const { all, east01, west01 } = smallFleet();
    expect(presharedKey(east01, west01)).toBe(presharedKey(west01, east01));
    expect(ipsecPolicy(all, east01)).toContain(
      "{ ulp udp laddr 203.0.113.1 raddr 198.51.100.1 } ipsec {encr_algs aes encr_auth_algs sha512 sa shared }\n",
    );
    expect(ikePreshared(all, west01)).toMatch(/^ {4}key "[0-9a-f]{256}"$/m);
  });

  it("uses the modern transform only where both ends have it", () => {
    const { all, east01, west01 } = smallFleet();
    east01.transform = "aes-gcm";
    expect(ipsecPolicy(all, east01)).toContain("encr_algs aes encr_auth_algs sha512");
    west01.transform = "aes-gcm";
    expect(ipsecPolicy(all, east01)).toContain("{encr_algs aes-gcm(128) sa shared }");
  });

  it.each([
    { trouble: { missingKeyFor: ["west01"] } },
    { trouble: { wrongKeyFor: ["west01"] } },
    { trouble: { transformFor: { west01: "aes(256) sha512" as const } } },
    { trouble: { idleWith: ["west01"] } },
  ])("has no associations at either end with $trouble", ({ trouble }) => {
    const { east01, west01 } = smallFleet();
    expect(hasAssociations(west01, east01)).toBe(true);
    Object.assign(east01.trouble, trouble);
    expect(hasAssociations(east01, west01)).toBe(false);
    expect(hasAssociations(west01, east01)).toBe(false);
  });

  it("does not exist towards a node without an external address", () => {
    const { all, east01, west01 } = smallFleet();
    west01.hostVnics = west01.hostVnics.filter(({ name }) => name !== "external0");
    expect(ipsecPolicy(all, east01)).not.toContain("ulp udp");
    expect(Object.values(arpTable(all, east01, "customers")).map(({ ip }) => ip)).toEqual(["10.9.0.2"]);
  });
});

describe("nodeFiles", () => {
  it("replaces and removes files a node is told to have otherwise", () => {
    const { all, east01 } = smallFleet();
    east01.trouble.files = { "/usbkey/config": null, "/etc/inet/ike/config": "nonsense" };
    const files = nodeFiles(all, east01);
    expect(files.has("/usbkey/config")).toBe(false);
    expect(files.get("/etc/inet/ike/config")).toBe("nonsense");
  });
});
