import { expect, it } from "vitest";
import { inventorySearch } from "./search.ts";

it.each([
  ...["00:E5:dc:00:0a:01", "0:e5:dc:0:a:1", "00-e5-dc-00-0a-01", "00e5.dc00.0a01", "00E5DC000A01"].map(
    (text) => ({ text, search: { kind: "mac", macAddress: "00:e5:dc:00:0a:01" } }),
  ),
  { text: "00:e5:dc", search: { kind: "mac-beginning", beginning: "00:e5:dc" } },
  { text: "00-e5-", search: { kind: "mac-beginning", beginning: "00:e5" } },
  { text: " 192.168.0.7 ", search: { kind: "address", ipv4Address: "192.168.0.7" } },
  { text: "192.168.0.0/24", search: { kind: "subnet", cidr: "192.168.0.0/24" } },
  {
    text: "A1B2C3D4-0000-1111-2222-AABBCCDDEEFF",
    search: { kind: "vm", vmUuid: "a1b2c3d4-0000-1111-2222-aabbccddeeff" },
  },
  { text: "VXLAN 123", search: { kind: "vxlan", vxlanId: 123, overlayRuleName: null } },
  { text: "customers/123", search: { kind: "vxlan", vxlanId: 123, overlayRuleName: "customers" } },
  { text: "Web 01", search: { kind: "words", words: ["web", "01"] } },
  { text: "192.168.0", search: { kind: "words", words: ["192.168.0"] } },
  { text: "  ", search: { kind: "all" } },
])("takes “$text” for $search.kind", ({ text, search }) => {
  expect(inventorySearch(text)).toEqual(search);
});
