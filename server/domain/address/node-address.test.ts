import { expect, it } from "vitest";
import { mergeFacts } from "../facts.ts";
import { nodeAddressesOf } from "./node-address.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const macAddress = "02:08:20:00:00:01";
const vnic = (name: string, over: string, ipv4Address: string | null, vlanId = 0) => ({
  name,
  over,
  ipv4Address,
  vlanId,
  macAddress,
  linkStatus: "up" as const,
  mtuBytes: 1500,
});

it("places a node's own addresses on the segments they are on", () => {
  const facts = mergeFacts(
    null,
    {
      nics: [
        {
          name: "ixgbe0",
          kind: "physical",
          macAddress,
          ipv4Address: "192.0.2.7",
          linkStatus: "up",
          nicTagNames: ["admin", "lan"],
          mtuBytes: 1500,
        },
      ],
      hostVnics: [
        vnic("adminoverlay_0", "adminoverlay2", "10.44.0.7"),
        vnic("lan0", "ixgbe0", "10.0.0.7", 40),
        vnic("stub0", "stub", "10.9.0.7"),
        vnic("unnumbered", "ixgbe0", null),
        vnic("nowhere", "ghost9", "10.8.0.7"),
      ],
      nicTags: [
        { name: "stub", type: "etherstub", macAddress: null, link: null },
        { name: "bulk", type: "normal", macAddress, link: "ixgbe0" },
      ],
      overlays: [
        {
          name: "adminoverlay2",
          overlayRuleName: "adminoverlay",
          vxlanId: 2,
          status: "online",
          statusDetail: null,
          listenAddress: null,
          listenPort: 4789,
          mtuBytes: 1400,
          arpFilePath: null,
        },
      ],
    },
    NOW,
  );
  const told = nodeAddressesOf(facts).map(({ ipv4Address, nicTagName, vxlanId, vlanId }) =>
    [ipv4Address, nicTagName, vxlanId, vlanId].join(" "),
  );
  expect(told).toEqual([
    "10.44.0.7 adminoverlay 2 0",
    "10.0.0.7 admin  40",
    "10.0.0.7 lan  40",
    "10.0.0.7 bulk  40",
    "10.9.0.7 stub  0",
    "192.0.2.7 admin  0",
    "192.0.2.7 lan  0",
  ]);
});
