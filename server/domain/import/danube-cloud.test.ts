import { describe, expect, it } from "vitest";
import { readFile } from "./read-file.ts";

const enveloped = (result: unknown) =>
  JSON.stringify({ task_id: "1e1d1-6f75849b-c9ca-42b1-968e", status: "SUCCESS", result });
const read = (text: string) => {
  const { file } = readFile(text);
  return (
    file && { ...file, rows: file.rows.map((row) => ({ ...row, fields: Object.fromEntries(row.fields) })) }
  );
};

const lan = {
  uuid: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
  name: "lan",
  alias: "LAN",
  owner: "admin",
  access: 1,
  desc: "Servers",
  network: "10.10.10.0",
  netmask: "255.255.255.128",
  gateway: "10.10.10.1",
  nic_tag: "customers",
  nic_tag_type: "overlay rule",
  vlan_id: 0,
  vxlan_id: 1234,
  mtu: null,
  resolvers: ["8.8.8.8"],
  dns_domain: "",
  ptr_domain: "",
  dhcp_passthrough: false,
  dc_bound: true,
  dcs: ["main"],
  created: "2021-01-01T00:00:00Z",
};

describe("networks of Danube Cloud", () => {
  it.each([
    { what: "in its envelope", text: enveloped([lan]) },
    { what: "without", text: JSON.stringify([lan]) },
    { what: "one alone", text: enveloped(lan) },
  ])("are recognised $what", ({ text }) => {
    const file = read(text);
    expect(file).toMatchObject({ noun: "networks", format: "danube-cloud" });
    expect(file?.rows[0]?.fields).toEqual({
      vdc: "main",
      name: "lan",
      alias: "LAN",
      description: "Servers",
      access: "public",
      subnet: "10.10.10.0/25",
      gateway: "10.10.10.1",
      resolvers: ["8.8.8.8"],
      dnsDomain: "",
      ptrDomain: "",
      dhcpPassthrough: false,
      overlayRule: "customers",
      nicTag: null,
      vxlan: 1234,
      vlan: 0,
      mtu: null,
    });
    expect(file?.leftOut).toEqual(["The fields uuid, owner, created."]);
  });

  it("on a plain tag have no VXLAN id, and one of no single vDC names none", () => {
    const text = enveloped([{ ...lan, nic_tag: "admin", nic_tag_type: "normal", dcs: ["main", "lab"] }]);
    const fields = read(text)?.rows[0]?.fields;
    expect(fields).toMatchObject({ nicTag: "admin", overlayRule: null, vxlan: null });
    expect(fields).not.toHaveProperty("vdc");
  });

  it("with a mask or an access that cannot be taken over are told", () => {
    const text = enveloped([{ ...lan, netmask: "0.0.0.255", access: 9 }]);
    expect(read(text)?.rows[0]?.problems.map(({ field }) => field)).toEqual(["netmask", "access"]);
  });
});

it("addresses of Danube Cloud become servers or others, and those of nodes are left out", () => {
  const rows = [1, 2, 3, 9].map((usage) => ({
    ip: `10.0.0.${usage}`,
    usage,
    note: "n",
    mac: null,
    hostname: "h",
  }));
  const file = read(enveloped(rows));
  expect(file).toMatchObject({ noun: "addresses", format: "danube-cloud" });
  expect(file?.rows.map(({ fields, leftOutReason }) => leftOutReason ?? fields["usage"])).toEqual([
    "server",
    "server",
    "Addresses of nodes are set by the system.",
    "other",
  ]);
  expect(file?.leftOut).toEqual(["The fields mac, hostname."]);
});

it("settings of a vDC become a delegation: lists of ids as ranges, for every user rule", () => {
  const file = read(
    enveloped({
      VMS_NET_DEFAULT: "lan",
      VMS_NET_LIMIT: 10,
      VMS_NET_VLAN_RESTRICT: true,
      VMS_NET_VLAN_ALLOWED: [1, 2, 3, 7, 4096],
      VMS_NET_VXLAN_RESTRICT: true,
      VMS_NET_VXLAN_ALLOWED: [2, 101, 100, 102, 205],
    }),
  );
  expect(file).toMatchObject({ noun: "delegations", format: "danube-cloud" });
  expect(file?.rows[0]?.fields).toEqual({
    restricted: true,
    networkLimit: 10,
    vxlans: [{ overlayRules: null, ids: "100-102,205" }],
    vlans: [{ overlayRule: "*", ids: "1-3,7" }],
  });
  expect(file?.leftOut).toHaveLength(4);
});
