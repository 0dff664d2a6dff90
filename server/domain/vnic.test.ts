import { describe, expect, it } from "vitest";
import { vectorsOf } from "./testing/vectors.ts";
import nicTags from "./testing/vectors/03_nictags_overlay_rules_vmadm.json";
import { parseOverlayNicTag, parseVmVnics } from "./vnic.ts";

const nic = { mac: "2:8:20:aa:bb:1", nic_tag: "customer/77", interface: "net0" };
const vms = (...nics: object[]) =>
  JSON.stringify([{ uuid: "C1D2", alias: "web", state: "running", brand: "bhyve", nics }]);

describe("parseVmVnics", () => {
  it.each(["abc", "1e300.9e300.9e300.9e300", "255.255.255.0.255"])(
    "knows no address by the netmask %s, which is none",
    (netmask) => {
      expect(parseVmVnics(vms({ ...nic, ip: "10.1.0.5", netmask }))).toMatchObject({
        isParsed: true,
        value: [{ addresses: [] }],
      });
    },
  );

  it("reads a vNIC on an overlay", () => {
    expect(
      parseVmVnics(
        vms({ ...nic, vlan_id: 7, mtu: 1400, ips: ["10.1.0.5/24", "fd00::5/64"], ip: "10.1.0.5" }),
      ),
    ).toEqual({
      isParsed: true,
      value: [
        {
          vmUuid: "c1d2",
          vmAlias: "web",
          interfaceName: "net0",
          macAddress: "02:08:20:aa:bb:01",
          nicTag: "customer/77",
          overlayRuleName: "customer",
          vxlanId: 77,
          vlanId: 7,
          addresses: [{ ipv4Address: "10.1.0.5", prefixLength: 24 }],
          isDhcp: false,
          mtuBytes: 1400,
        },
      ],
    });
  });

  it.each([
    {
      form: "ip and netmask",
      fields: { ip: "10.1.0.5", netmask: "255.255.252.0" },
      addresses: [{ ipv4Address: "10.1.0.5", prefixLength: 22 }],
      isDhcp: false,
    },
    { form: "dhcp", fields: { ip: "dhcp" }, addresses: [], isDhcp: true },
    { form: "no address", fields: {}, addresses: [], isDhcp: false },
  ])("reads $form", ({ fields, addresses, isDhcp }) => {
    expect(parseVmVnics(vms({ ...nic, ...fields }))).toMatchObject({
      value: [{ addresses, isDhcp, mtuBytes: null, vlanId: 0 }],
    });
  });

  const MODELLED = ["mtu", "vlan_id"];
  const LIMITS = vectorsOf(nicTags, "vmadm_nics").flatMap(({ row, expect: verdict, why }) => {
    // Every vector's input is the object given to vmadm.
    const input = row["input"] as Record<string, unknown>;
    return Object.keys(input).some((key) => MODELLED.includes(key)) ? [{ input, verdict, why }] : [];
  });
  it.each(LIMITS)("bounds MTU and VLAN as vmadm does: $why", ({ input, verdict }) => {
    expect(parseVmVnics(vms({ ...nic, vlan_id: input["vlan_id"], mtu: input["mtu"] })).isParsed).toBe(
      verdict !== "error",
    );
  });

  it.each(["", "{}", "[1]", `[{"uuid": 5}]`, `[{"uuid": "x", "nics": [{}]}]`])(
    "refuses %j in one sentence",
    (text) => {
      expect(parseVmVnics(text)).toMatchObject({
        isParsed: false,
        reason: expect.stringMatching(/^vmadm's answer .*\.$/),
      });
    },
  );
});

describe("parseOverlayNicTag", () => {
  it.each(vectorsOf(nicTags, "zone_boot_tag"))("reads $input: $why", ({ input, expect: verdict }) => {
    const vxlanId = verdict === "ok" ? 77 : null;
    expect(parseOverlayNicTag(input)).toEqual(
      verdict === "plain" ? null : { overlayRuleName: "customer", vxlanId },
    );
  });
});
