import { type AddressEntry, stateOfAddress } from "#server/domain/address/entry.ts";
import { addressSpaceOf, roleOfAddress } from "#server/domain/address/space.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { addressHref } from "../address/address-href.ts";
import { STATE_WORDS } from "../address/state-words.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import type { PaletteItem } from "./palette-store.ts";

type NetworkMatch = RouterOutputs["address"]["search"]["networks"][number];
type StrayVnic = RouterOutputs["address"]["searchOfCloud"]["strayVnics"][number];

const ENTRIES_PER_NETWORK_MAX = 4;
const GROUP = "Addresses";

/** Where an address or a block leads: the networks around it, what is known of it there, and VMs that have it elsewhere. */
export function addressItems(
  text: string,
  networks: readonly NetworkMatch[],
  strayVnics: readonly StrayVnic[],
  { namesVdc }: { namesVdc: boolean },
): PaletteItem[] {
  const isOne = parseIpv4(text.trim()) !== null;
  const ofNetworks = networks.flatMap((network): PaletteItem[] => {
    const { id, vdcId, vdcName, name, subnet, entries } = network;
    const place = namesVdc ? `${name} of ${vdcName}` : name;
    const common = { vdcId, networkId: id, subnet };
    const whole: PaletteItem = {
      id: `address:${id}`,
      group: GROUP,
      label: isOne ? `${text.trim()} in ${place}` : `${subnet}, ${place}`,
      detail: isOne ? stateWords(text.trim(), network) : "network",
      href: addressHref({ ...common, text: text.trim() }),
    };
    if (isOne) return [whole];
    const ofEntries = entries.slice(0, ENTRIES_PER_NETWORK_MAX).map(({ address }) => ({
      id: `address:${id}:${address}`,
      group: GROUP,
      label: `${address} in ${place}`,
      detail: stateWords(address, network),
      href: addressHref({ ...common, text: address }),
    }));
    return [whole, ...ofEntries];
  });
  const ofStrays = strayVnics.map(({ vmUuid, vmAlias, interfaceName, nodeId, nodeHostname, segment }) => ({
    id: `address:stray:${nodeId}:${vmUuid}:${interfaceName}`,
    group: GROUP,
    label: `${text.trim()} on VM ${vmAlias || vmUuid}`,
    detail: `in no network, ${segment} on ${nodeHostname}`,
    href: `/nodes/${nodeId}`,
  }));
  return [...ofNetworks, ...ofStrays];
}

function stateWords(address: string, network: NetworkMatch): string {
  const entry = network.entries.find((each) => each.address === address) ?? null;
  const role = roleOfAddress(addressSpaceOf(network), parseIpv4(address) ?? -1);
  return [STATE_WORDS[stateOfAddress(entry, role)].word, userOf(entry), entry?.note]
    .filter(Boolean)
    .join(", ");
}

function userOf(entry: AddressEntry | null): string | null {
  const vm = entry?.vms[0];
  return vm ? vm.vmAlias || vm.vmUuid : (entry?.nodes[0]?.nodeHostname ?? null);
}
