import type { Severity } from "../warning.ts";

export type CatalogueEntry = {
  title: string;
  /** What a finding of this code has unless its rule knows better. */
  severity: Severity;
  meaning: string;
  remedy: string;
};

/** Every code there is. Codes are stable: links, filters and history name them. */
export const WARNING_CATALOGUE = {
  "pdc-name-missing": {
    title: "Node without PDC name",
    severity: "critical",
    meaning:
      "The node reports no datacenter name, so it cannot be told which nodes it shares an admin network with; its links are unknown.",
    remedy: "Set the datacenter name on the node to the name its neighbours report, then refresh the node.",
  },
  "pdc-name-similar": {
    title: "Nearly equal PDC names",
    severity: "warning",
    meaning:
      "Names are compared exactly. Two names that differ by case, a space or one letter are two PDCs, and traffic between neighbours goes through IPsec over the external network.",
    remedy:
      "If it is one place, give all its nodes the same name and refresh them. If they are two places, acknowledge this.",
  },
  "pdc-same-name-separate-admin": {
    title: "One PDC name, separate admin networks",
    severity: "critical",
    meaning:
      "Nodes with the same PDC name send each other plain VXLAN over the admin network. If they do not reach each other there, their overlays are cut.",
    remedy:
      "Give each place that cannot reach the others' admin network a PDC name of its own, then refresh its nodes.",
  },
  "pdc-different-name-same-admin": {
    title: "Different PDC names, one admin network",
    severity: "info",
    meaning:
      "Nodes of different PDCs have admin addresses in one subnet, or answer each other there. If it is one place, they encrypt without need; equal private subnets in separate places are harmless.",
    remedy:
      "If it is one place, give all its nodes the same PDC name. If the places are separate, acknowledge this.",
  },
  "requirement-external-tag": {
    title: "NIC tag external missing",
    severity: "warning",
    meaning:
      "With more than one PDC every node needs the NIC tag external: IPsec between PDCs leaves through it.",
    remedy: "Add the NIC tag external to the NIC that faces the internet, then refresh the node.",
  },
  "requirement-external-address": {
    title: "External address missing or not public",
    severity: "warning",
    meaning:
      "With more than one PDC every node needs a public IPv4 address on its external NIC; nodes of other PDCs cannot reach it otherwise.",
    remedy: "Give the node a public IPv4 address on external0, then refresh the node.",
  },
  "requirement-external-address-shared": {
    title: "One external address on several nodes",
    severity: "critical",
    meaning: "Nodes of other PDCs reach one of them at best; frames for the others arrive at the wrong node.",
    remedy: "Give each node an external address of its own, then refresh the nodes.",
  },
  "requirement-default-route": {
    title: "Default route not through external",
    severity: "warning",
    meaning:
      "With more than one PDC the default route has to leave through the external NIC, or packets to other PDCs take another way than IPsec expects.",
    remedy: "Set the node's default gateway to the router of the external network, then refresh the node.",
  },
  "rule-port-conflict": {
    title: "Two overlay rules on one port",
    severity: "critical",
    meaning:
      "Both rules receive the same packets; the node refuses the second rule's overlays, or frames of one reach the other.",
    remedy: "Give one of the rules a port of its own on all nodes and make its overlays anew.",
  },
  "rule-differs": {
    title: "Overlay rule differs between nodes",
    severity: "warning",
    meaning:
      "Nodes make overlays from their own copy of the rule. Where port or MTU differ, packets are not received or do not fit.",
    remedy:
      "Bring the rule to the same text on all nodes. Overlays that already run keep their old properties until made anew.",
  },
  "rule-live-differs": {
    title: "Live overlay differs from its rule",
    severity: "warning",
    meaning:
      "Properties of a live overlay cannot be changed: it keeps the port and MTU it was made with, whatever the rule says now.",
    remedy: "Stop the VMs that use the overlay, delete it, and let it be made anew.",
  },
  "rule-overlay-degraded": {
    title: "Overlay degraded",
    severity: "critical",
    meaning:
      "The node itself says that an overlay does not work, mostly because its ARP table cannot be read: frames to other nodes are dropped.",
    remedy:
      "Look at the reason the node gives. Write the ARP table anew if it is the cause, then refresh the node; the service varpd says more.",
  },
  "rule-listen-address-private": {
    title: "Private listen address reaches other PDCs",
    severity: "warning",
    meaning:
      "A rule with a fixed listen address is reached at it by all nodes. Nodes of other PDCs cannot reach a private address.",
    remedy: "Set the rule's listen address to 0.0.0.0, or use the rule inside one PDC only.",
  },
  "rule-unprotected": {
    title: "Overlay port open to the internet",
    severity: "critical",
    meaning:
      "The rule listens on every address, and the node does not refuse VXLAN in clear text on its external NIC: anyone who knows the address can put frames into tenants' networks.",
    remedy: "Block incoming UDP to the rule's port on external0; what comes through IPsec is not affected.",
  },
  "rule-name-ignored": {
    title: "Overlay rule name the node ignores",
    severity: "warning",
    meaning:
      "Node tools ignore rules whose name has more than 19 characters, ends in a digit or has other characters than letters, digits and underscores.",
    remedy: "Make a rule with an allowed name and move its networks to it.",
  },
  "rule-not-understood": {
    title: "Overlay rule not understood",
    severity: "warning",
    meaning: "A part of the rule's text is not valid; the node may refuse to make overlays from it.",
    remedy: "Correct the rule in the node's configuration, then refresh the node.",
  },
  "rule-vxlan-shared": {
    title: "One VXLAN id on two overlay rules",
    severity: "critical",
    meaning:
      "A node can hold one overlay per VXLAN id, whatever its rule: where both are needed, the second VM does not get its NIC.",
    remedy: "Move one of the networks to a free VXLAN id.",
  },
  "mtu-overlay-exceeds-path": {
    title: "Overlay MTU too large for the path",
    severity: "warning",
    meaning:
      "A full packet and its headers are larger than the path carries, so each one leaves as fragments: slower, and lost where fragments are dropped.",
    remedy:
      "Lower the MTU of the rule and its networks to what the path carries, or raise the MTU of the path and declare it.",
  },
  "mtu-network-exceeds-rule": {
    title: "Network MTU above its overlay rule",
    severity: "critical",
    meaning: "The node refuses a vNIC whose MTU is above its overlay's: VMs of this network do not start.",
    remedy: "Lower the network's MTU to the overlay rule's, or ask an operator to raise the rule.",
  },
  "mtu-network-exceeds-path": {
    title: "Network MTU too large for the path",
    severity: "warning",
    meaning: "Full packets between PDCs are fragmented: slower, and lost where fragments are dropped.",
    remedy: "Lower the network's MTU to the largest that fits.",
  },
  "mtu-jumbo": {
    title: "Jumbo frames over an assumed path",
    severity: "info",
    meaning:
      "The overlay carries packets above 1500 bytes between PDCs, but nobody has measured or declared what that path carries; the internet rarely carries more than 1500.",
    remedy: "Measure or declare the path MTU between these PDCs, or lower the rule's MTU.",
  },
  "mtu-headroom-unused": {
    title: "Path carries more than the overlay uses",
    severity: "info",
    meaning:
      "Every link of the rule carries far larger packets unfragmented; larger ones would cost less per byte.",
    remedy: "Consider raising the MTU of the rule and its networks.",
  },
  "mtu-vnic-exceeds-rule": {
    title: "VM NIC with an MTU above its overlay",
    severity: "critical",
    meaning:
      "The node refuses a vNIC whose MTU is above its overlay's, and an unset one counts as 1500: the VM does not start the next time.",
    remedy: "Set the MTU of the VM's NIC to the overlay's or lower.",
  },
  "mtu-guest-at-risk": {
    title: "Guest may not know its MTU",
    severity: "info",
    meaning:
      "The node's DHCP does not tell a KVM guest that its NIC has less than 1500 bytes. The guest then sends packets that are too large, and one of them can make the node stop the VM.",
    remedy: "Set the MTU inside the guest by hand, or by a script at its start; zones need nothing.",
  },
  "nictag-type-conflict": {
    title: "NIC tag of two types",
    severity: "warning",
    meaning:
      "One name means different things on different nodes: a network on this tag behaves differently, or not at all, depending on the node.",
    remedy: "Rename the tag on one side, then refresh its nodes.",
  },
  "nictag-missing": {
    title: "Network's NIC tag missing on nodes",
    severity: "warning",
    meaning: "VMs of the networks on this tag cannot run on nodes that lack it.",
    remedy:
      "Add the NIC tag or overlay rule to the nodes that should carry these networks, or place their VMs elsewhere.",
  },
  "arp-drift": {
    title: "ARP table differs from what is wanted",
    severity: "warning",
    meaning: "The node sends frames for these MAC addresses to the wrong place, or nowhere.",
    remedy: "Bring the node's ARP table up to date, then refresh the node.",
  },
  "arp-collision": {
    title: "One address claimed twice on an overlay rule",
    severity: "critical",
    meaning:
      "ARP is answered for the whole rule, blind to VXLAN and VLAN: frames for one VM reach the other.",
    remedy:
      "Give one of the two another address, or move one network to another overlay rule. If it is the right one that gets no entry, say so under VMs and NICs.",
  },
  "arp-claim-contested": {
    title: "One MAC address on VMs of several nodes",
    severity: "critical",
    meaning:
      "A VM has moved when its new node has its MAC address and the old one no longer does. While both say they have it, one of them may be out of date, or may be an impostor that wants another VM's frames.",
    remedy:
      "Refresh the nodes. If the VM moved and its old node cannot tell any more, say under VMs and NICs where the MAC address is now; else remove it from the VM that took it.",
  },
  "arp-claim-foreign": {
    title: "Address of a network on another segment",
    severity: "critical",
    meaning:
      "A vNIC uses an address that a network of another segment has, on a segment where no network has it. ARP is answered for the whole overlay rule, blind to VXLAN and VLAN: with an entry the vNIC would get frames that are meant for the network's VMs. It may be a slip, or an impostor.",
    remedy:
      "Give the VM's NIC an address of a network that is defined on its segment, or define that network. If both are meant to have the address, say so under VMs and NICs with Settle….",
  },
  "arp-stale-entry": {
    title: "ARP entry of something that is gone",
    severity: "info",
    meaning:
      "No known vNIC has this MAC address any more; if the address is given out again, frames go astray.",
    remedy: "Bring the nodes' ARP tables up to date, then refresh them.",
  },
  "arp-table-unreadable": {
    title: "ARP table with faults",
    severity: "warning",
    meaning:
      "The node ignores faulty entries, and a file that is no valid JSON as a whole: frames to other nodes are dropped.",
    remedy: "Write the ARP table anew, then refresh the node.",
  },
  "ipsec-policy-differs": {
    title: "IPsec policy differs between the two ends",
    severity: "critical",
    meaning: "The ends do not agree how to protect the traffic between them, so it is dropped.",
    remedy: "Bring the IPsec policy of both nodes to the same algorithms, then refresh both.",
  },
  "ipsec-policy-missing": {
    title: "No IPsec policy towards other PDCs",
    severity: "critical",
    meaning:
      "Without a policy for a peer the node sends VXLAN to it in clear text over the external network, or the peer drops it.",
    remedy: "Add the policy for these peers to the node's ipsecinit.conf, then refresh the node.",
  },
  "ipsec-ike-differs": {
    title: "IKE rules differ between the two ends",
    severity: "critical",
    meaning:
      "The ends cannot agree on keys, so IPsec between them cannot be set up and their overlays are cut.",
    remedy: "Bring ike.config of both nodes to the same proposal, then refresh both.",
  },
  "ipsec-key-missing": {
    title: "Pre-shared key missing",
    severity: "critical",
    meaning:
      "Without a key for a peer the node cannot set up IPsec with it, and overlays between the two are cut.",
    remedy: "Give both ends the same pre-shared key, then refresh both.",
  },
  "ipsec-key-differs": {
    title: "Pre-shared keys differ",
    severity: "critical",
    meaning:
      "The two ends hold different keys, so IPsec between them cannot be set up and their overlays are cut.",
    remedy: "Give both ends the same pre-shared key, then refresh both.",
  },
  "ipsec-key-old": {
    title: "Pre-shared key a year old",
    severity: "info",
    meaning:
      "The key has been the same for a year at least, since it was first seen here; it may be older. A key that is never changed stays good for whoever learnt it.",
    remedy: "Give both ends of each pair a new key, at the same time, then refresh both.",
  },
  "ipsec-weak-group": {
    title: "Weak Diffie-Hellman group",
    severity: "info",
    meaning:
      "Groups 1, 2, 5 and 22 have 1536 bits or less, or are doubtful; recorded traffic may be decrypted later (RFC 8247).",
    remedy: "Use group 14 or better in ike.config on all nodes.",
  },
  "ipsec-weak-hash": {
    title: "Hash no longer advised",
    severity: "info",
    meaning: "MD5 must not be used for IPsec any more, and SHA-1 should be left (RFC 8221, RFC 8247).",
    remedy: "Use SHA-256 or better in ike.config and ipsecinit.conf on all nodes.",
  },
  "ipsec-selector-never-matches": {
    title: "IPsec rule that meets no packet",
    severity: "warning",
    meaning:
      "VXLAN is sent from any port, so a rule that names both the local and the remote port never applies to it.",
    remedy: "Name one port a rule: the remote one for what leaves, the local one for what comes in.",
  },
  "ipsec-ike-not-running": {
    title: "IKE does not run",
    severity: "critical",
    meaning:
      "in.iked negotiates the keys for IPsec. Without it a node keeps the associations it has until they expire, and gets no new ones.",
    remedy: "Start the service ike on the node and look at its log if it stops again, then refresh the node.",
  },
  "ipsec-one-way": {
    title: "IPsec traffic in one direction only",
    severity: "warning",
    meaning:
      "The associations of both directions are up and packets leave, but none has come back: the other side has lost its keys, or ESP is dropped on the way.",
    remedy:
      "Refresh both nodes and look at the link's diagnosis; deleting the associations on both ends makes them negotiate anew.",
  },
  "ipsec-clear-text-guard-missing": {
    title: "Clear-text guard missing",
    severity: "critical",
    meaning:
      "Nothing stops VXLAN from leaving unencrypted through the external NIC if the IPsec policy is not loaded.",
    remedy: "Block UDP to the overlay rules' ports on external0 in both directions, then refresh the node.",
  },
  "adminoverlay-network": {
    title: "Users' network on adminoverlay",
    severity: "warning",
    meaning:
      "The overlay rule adminoverlay carries the cloud's own traffic. Users' networks belong on a rule of their own, with its own port, MTU and ARP table.",
    remedy: "Make a rule for users' networks and define the network there; VMs move by a new NIC.",
  },
  "adminoverlay-missing": {
    title: "Node not on adminoverlay",
    severity: "warning",
    meaning:
      "The cloud's own traffic between places goes over the overlay rule adminoverlay. A node that has overlay rules but no address on it is not reached there.",
    remedy:
      "Give the node the overlay rule adminoverlay and a vNIC with an address of its network, as its neighbours have, then refresh the node.",
  },
  "delegation-nearly-exhausted": {
    title: "Delegation nearly used up",
    severity: "info",
    meaning:
      "Of the networks, VXLAN ids or VLANs that a vDC may have nine tenths or more are taken; ids at rest count, as nobody is given them yet. Its admins are refused when there are none left.",
    remedy:
      "Delegate more ids or raise the limit of networks, or delete networks that nobody uses. A vDC's admins ask for more on the page Delegation.",
  },
  "delegation-overlapping": {
    title: "One id delegated to two vDCs",
    severity: "critical",
    meaning:
      "Two vDCs may make networks on one VXLAN id or VLAN that is not marked as shared, or on one VLAN of two NIC tags that are the same wire: each sees the other's frames.",
    remedy:
      "Take the ids from one of the vDCs, or put the NIC tags on NICs of their own. If they are to share a VXLAN id, mark it as shared and give each VLANs of its own inside.",
  },
  "delegation-network-outside": {
    title: "Network outside the delegation",
    severity: "warning",
    meaning:
      "A vDC's network uses ids that are not delegated to it, mostly because a range was taken away. It works as before, and everything but its ids can be changed.",
    remedy: "Delegate the ids to the vDC, or move what uses the network to another one and delete it.",
  },
  "vnic-without-network": {
    title: "VM NIC on no defined network",
    severity: "warning",
    meaning:
      "A VM uses a segment or an address that no network defines: nobody watches over its ids, addresses and MTU.",
    remedy: "Define a network for the segment, or move the VM's NIC to one that is defined.",
  },
  "node-unreachable": {
    title: "Node unreachable",
    severity: "critical",
    meaning:
      "The last refresh did not get through. All that is shown of the node, its links included, is what was known before.",
    remedy: "Mend the cause, then refresh the node.",
  },
  "node-refresh-failed": {
    title: "Refresh failed",
    severity: "warning",
    meaning: "The node was reached but its facts could not be read; what is shown of it is older.",
    remedy: "Look at the refresh for the part that failed, mend it, then refresh the node.",
  },
  "node-identity-changed": {
    title: "Node is another machine",
    severity: "critical",
    meaning:
      "The machine at this address reports the identity of another one. Nothing it says is taken over.",
    remedy:
      "Find out which machine answers there; remove the node and add it anew if it was replaced on purpose.",
  },
  "node-facts-stale": {
    title: "Facts out of date",
    severity: "warning",
    meaning: "Nothing has been read from the node for longer than the stale limit; its links count as stale.",
    remedy: "Refresh the node.",
  },
  "node-host-key-changed": {
    title: "Host key changed",
    severity: "critical",
    meaning:
      "The machine that answered has another SSH host key than the one an operator confirmed. It may be an impostor; nothing was read from it.",
    remedy: "Compare the fingerprint on the node's own console. Confirm the new key only if it is the same.",
  },
  "node-unconfirmed": {
    title: "Node awaits confirmation",
    severity: "info",
    meaning: "Nobody has confirmed the node's host key, so it is quarantined: nothing it says is taken over.",
    remedy: "Compare the fingerprint on the node's own console and confirm it.",
  },
  "node-clock-off": {
    title: "Clock far off",
    severity: "warning",
    meaning:
      "Ages shown here never come from a node's clock, but its logs and the lifetimes of its IPsec keys go by it.",
    remedy: "Set the node's clock by NTP, then refresh the node.",
  },
  "node-hostname-shared": {
    title: "One host name on several nodes",
    severity: "warning",
    meaning:
      "Several nodes report the same host name. Pre-shared keys are looked up by name, so they take each other's, and people mistake one for the other.",
    remedy: "Give each node a host name of its own, then refresh it.",
  },
  "node-part-unreadable": {
    title: "Part of the facts unreadable",
    severity: "warning",
    meaning:
      "The last refresh could not read a part of the node's facts. The earlier value is kept, and what depends on it may be out of date.",
    remedy: "Look at the refresh for what the node answered, mend it, then refresh the node.",
  },
} as const satisfies Record<string, CatalogueEntry>;

export type WarningCode = keyof typeof WARNING_CATALOGUE;

/** In the catalogue's order. */
// Object.keys widens to string; the table is a constant, so its keys are exactly these.
export const WARNING_CODES = Object.keys(WARNING_CATALOGUE) as WarningCode[];
