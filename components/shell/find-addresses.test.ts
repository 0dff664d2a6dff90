import { expect, it } from "vitest";
import { addressItems } from "./find-addresses.ts";

const vm = {
  vmUuid: "0b0f8a5e",
  vmAlias: "db1",
  interfaceName: "net0",
  macAddress: "02:08:20:00:00:01",
  isDhcp: false,
  nodeHostname: null,
};
const network = {
  id: "n1",
  vdcId: "v1",
  vdcName: "acme",
  name: "web",
  subnet: "10.0.0.0/16",
  gateway: "10.0.0.1",
  isCut: false,
  entries: [{ address: "10.0.3.7", usage: "server" as const, note: "primary", vms: [vm], nodes: [] }],
};
const found = (text: string, networks = [network]) =>
  addressItems(text, networks, [], { namesVdc: true }).map((item) => ({
    label: item.label,
    detail: item.detail,
    href: "href" in item ? item.href : null,
  }));

it("leads to the address on the map of its network, and says who has it", () => {
  expect(found("10.0.3.7")).toEqual([
    {
      label: "10.0.3.7 in web of acme",
      detail: "used by a VM, db1, primary",
      href: "/vdcs/v1/networks/n1?tab=addresses&block=10.0.3.7%2F32&at=10.0.3.7",
    },
  ]);
});

it("says what an address is that nobody listed", () => {
  const one = { ...network, entries: [] };
  expect(found("10.0.0.9", [one])[0]?.detail).toBe("free");
  expect(found("10.0.0.1", [one])[0]?.detail).toBe("gateway");
});

it("leads to a block, and to what is known inside it", () => {
  expect(found("10.0.3.0/24").map(({ label, href }) => [label, href])).toEqual([
    ["10.0.0.0/16, web of acme", "/vdcs/v1/networks/n1?tab=addresses&block=10.0.3.0%2F24"],
    ["10.0.3.7 in web of acme", "/vdcs/v1/networks/n1?tab=addresses&block=10.0.3.7%2F32&at=10.0.3.7"],
  ]);
});

it("tells operators of VMs that have the address in no network", () => {
  const stray = { ...vm, nodeId: "node7", nodeHostname: "cn07", segment: "customers/99" };
  expect(addressItems("10.0.3.7", [], [stray], { namesVdc: true })).toMatchObject([
    { label: "10.0.3.7 on VM db1", detail: "in no network, customers/99 on cn07", href: "/nodes/node7" },
  ]);
});
