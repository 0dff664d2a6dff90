import { expect, it } from "vitest";
import { draftLike } from "./like.ts";

const NETWORK = {
  name: "web",
  alias: "Web servers",
  description: "Front ends",
  access: "deleted" as const,
  subnet: "10.1.0.0/24",
  gateway: "10.1.0.1",
  resolvers: ["10.1.0.2", "9.9.9.9"],
  dnsDomain: "acme.example",
  ptrDomain: "0.1.10.in-addr.arpa",
  isDhcpPassthrough: true,
  overlayRuleName: "customers",
  nicTagName: null,
  vxlanId: 150,
  vlanId: 7,
  mtuBytes: 1380,
  isVxlanShared: false,
  addressScopeRuleName: null,
};

it("keeps what makes it alike, and takes free ids, name and subnet anew", () => {
  const own = [NETWORK, { name: "web-2", subnet: "10.1.1.0/24" }, { name: "big", subnet: "10.1.2.0/23" }];
  expect(draftLike(NETWORK, own)).toMatchObject({
    name: "web-3",
    alias: "",
    description: "Front ends",
    access: "private",
    subnet: "10.1.4.0/24",
    gateway: "10.1.4.1",
    resolvers: ["10.1.4.2", "9.9.9.9"],
    ptrDomain: "",
    vxlanId: "next-free",
    vlanId: 7,
    mtuBytes: 1380,
  });
});

it("counts on from a number in the name, and keeps the name short enough", () => {
  expect(draftLike({ ...NETWORK, name: "web-2" }, [{ name: "web-2", subnet: "10.9.0.0/24" }]).name).toBe(
    "web-3",
  );
  const long = "x".repeat(32);
  expect(draftLike({ ...NETWORK, name: long }, [NETWORK]).name).toBe(`${"x".repeat(30)}-2`);
});

it("leaves the subnet open when none of its size follows, and takes a free VLAN on a NIC tag", () => {
  const onTag = {
    ...NETWORK,
    subnet: "223.255.255.0/24",
    overlayRuleName: null,
    nicTagName: "lan",
    vxlanId: null,
  };
  expect(draftLike(onTag, [])).toMatchObject({ subnet: "", gateway: "", vxlanId: null, vlanId: "next-free" });
});
