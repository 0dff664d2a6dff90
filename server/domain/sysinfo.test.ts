import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostVnicsOf, identityOf, nicsOf, parseSysinfo, type Sysinfo } from "./sysinfo.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

function dump(name: string): string {
  return readFileSync(new URL(`./testing/vectors/04_sysinfo/${name}`, import.meta.url), "utf8");
}

function sysinfoOf(text: string): Sysinfo {
  const sysinfo = parseSysinfo(text);
  if (!sysinfo.isParsed) throw new Error(sysinfo.reason);
  return sysinfo.value;
}

function sole<T>(result: { isParsed: true; value: T } | { isParsed: false; reason: string }): T {
  if (!result.isParsed) throw new Error(result.reason);
  return result.value;
}

describe("parseSysinfo", () => {
  it.each([
    {
      name: "erigonos_overlays_run.json",
      uuid: "4c4c4544-0042-4a10-8057-b3c04f4d5831",
      hostname: "node03",
      pdcName: "",
      adminIp: "10.44.44.13",
    },
    {
      name: "two_overlay_nic_tags_run.json.txt",
      uuid: "4c4c4544-0042-4a10-8057-b3c04f4d5831",
      hostname: "node03",
      pdcName: "",
      adminIp: "10.44.44.13",
    },
    {
      name: "smartos_s5520ur_2012_terminal_wrapped.txt",
      uuid: "92bc54eb-a652-11e0-a095-001e671d5838",
      hostname: "smartos-node-1",
      pdcName: "",
      adminIp: null,
    },
    {
      name: "smartos_x8sti_standalone.json",
      uuid: "534d4349-0002-2790-2500-2790250054c5",
      hostname: "sdc",
      pdcName: "",
      adminIp: null,
    },
    {
      name: "triton_coal_external_vnic.json",
      uuid: "564d555a-328d-c8c4-4166-fc96982fa89f",
      hostname: "headnode",
      pdcName: "lc-coal-1",
      adminIp: null,
    },
    {
      name: "triton_x9drd_0.json",
      uuid: "00000000-0000-0000-0000-00259094373c",
      hostname: "00-25-90-94-37-3c",
      pdcName: "us-beta-4",
      adminIp: null,
    },
  ])("knows the node of $name", ({ name, uuid, hostname, pdcName, adminIp }) => {
    const identity = sole(identityOf(sysinfoOf(dump(name)), NOW));
    expect(identity).toMatchObject({ nodeUuid: uuid, hostname, pdcName, adminIp, adminNicTagName: "admin" });
    expect(identity.bootedAt).toBeInstanceOf(Date);
  });

  it("joins what a terminal wrapped inside names and values", () => {
    const nics = sole(nicsOf(sysinfoOf(dump("smartos_s5520ur_2012_terminal_wrapped.txt")), []));
    expect(nics).toMatchObject([
      { name: "igb0", ipv4Address: "172.16.5.95", linkStatus: "up", nicTagNames: ["admin"] },
      { name: "igb1", ipv4Address: null, linkStatus: "unknown", nicTagNames: [] },
    ]);
  });

  it("reads past free text that the formatter does not escape", () => {
    const text = dump("erigonos_overlays_run.json")
      .replace('"console": "text"', '"console": "te"xt"')
      .replace("-e vxlan", '-e "vxlan"');
    expect(parseSysinfo(text).isParsed).toBe(true);
  });

  it("tells aggregations from NICs and takes MTUs from dladm", () => {
    const sysinfo = sysinfoOf(dump("triton_aggr_network_part.json"));
    const links = [{ name: "aggr1", class: "aggr", mtuBytes: 9000 }];
    expect(sole(nicsOf(sysinfo, links)).at(-1)).toMatchObject({
      name: "aggr1",
      kind: "aggr",
      mtuBytes: 9000,
      ipv4Address: "10.10.64.155",
    });
    expect(sole(hostVnicsOf(sysinfo, links, []))).toMatchObject([
      { name: "external0", over: "aggr1", vlanId: 3105, mtuBytes: null },
      { name: "sdc_underlay0", vlanId: 99 },
    ]);
    expect(identityOf(sysinfo, NOW)).toEqual({ isParsed: false, reason: "sysinfo tells no UUID." });
  });

  it("survives any text, also a long one", () => {
    expect(() =>
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json()), (text) =>
          [true, false].includes(parseSysinfo(text).isParsed),
        ),
      ),
    ).not.toThrow();
    for (const piece of ['"Overlay Nic Tags": [', '"Boot Parameters": {\n\n\n', '"\\', "[", '{"a":']) {
      expect(parseSysinfo(piece.repeat(1_000_000 / piece.length)).isParsed).toBe(false);
    }
    expect(parseSysinfo("x".repeat(5_000_000))).toEqual({
      isParsed: false,
      reason: "sysinfo is far too long.",
    });
  });
});
