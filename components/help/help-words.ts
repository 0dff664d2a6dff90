import type { State } from "../ui/state-glyph.tsx";

/** What each of the five states says of a link or a node. */
export const STATE_MEANINGS: Record<State, string> = {
  up: "There is fresh evidence that it works as it should.",
  degraded: "It carries packets, but something is not as it should be, or full packets leave in fragments.",
  down: "There is evidence that packets do not pass, or that the node cannot be reached.",
  stale: "The facts are older than the freshness limit. What is shown was true then.",
  unknown:
    "The evidence is missing. A link between PDCs that nobody uses is idle, which is unknown and not down.",
};

export const WORDS = [
  {
    word: "PDC",
    meaning:
      "Physical data center: the compute nodes that reach each other over the admin network. Each node reports the name of its own. Nodes of one PDC send each other plain VXLAN; nodes of different PDCs send it through IPsec between their external addresses.",
  },
  {
    word: "vDC",
    meaning:
      "Virtual data center: a tenant with its networks, its people, and the ranges of ids delegated to it.",
  },
  {
    word: "Overlay rule",
    meaning:
      "The template from which a node makes overlays: UDP port, listen address, MTU, and the table that tells where each MAC address lives.",
  },
  {
    word: "Overlay",
    meaning:
      "An overlay rule together with a VXLAN id on one node. It appears when the first VM needs it, and the VMs’ virtual NICs sit on it.",
  },
  {
    word: "VXLAN",
    meaning:
      "Carries Ethernet frames inside UDP from node to node, and so joins VMs in different places to one network. Its id, 1 to 16 777 215, tells networks apart; an id is used once in the whole cloud.",
  },
  {
    word: "VLAN",
    meaning:
      "A tag, 1 to 4094, that divides one VXLAN further; 0 is untagged. It takes 4 bytes of each packet.",
  },
  {
    word: "MTU",
    meaning:
      "The largest packet a network carries. VXLAN and IPsec add their own bytes to it; what then exceeds the path leaves in fragments.",
  },
  {
    word: "Refresh",
    meaning:
      "Reading a node’s facts anew and bringing up to date what depends on them. A refresh that fails erases nothing.",
  },
] as const;

/** What VMs on different nodes cannot send each other, though VMs on one node can. */
export const NOT_ACROSS_NODES = [
  {
    what: "Broadcast",
    why: "Frames to everybody stay on the node. ARP works all the same: the node answers it from its table.",
  },
  {
    what: "Multicast",
    why: "There is no group delivery between nodes, so mDNS, VRRP or OSPF find no peers.",
  },
  { what: "IPv6", why: "The table holds IPv4 addresses only, so nobody answers for an IPv6 neighbour." },
  {
    what: "DHCP",
    why: "Requests are broadcasts, and an address that a VM got by DHCP passthrough is in no table.",
  },
  {
    what: "Addresses in a VM’s allowed_ips",
    why: "The table holds one address for each MAC address: the NIC’s own. Floating addresses are not found from other nodes.",
  },
] as const;
