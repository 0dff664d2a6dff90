import type { StepCode } from "./step.ts";

/** What can be done about a failure, or to know more, without making anything worse. */
export const NEXT_BY_CODE: Record<StepCode, string> = {
  facts: "Refresh both ends; the page looks again by itself.",
  pdc: "Set the PDC name on the node and refresh it.",
  rule: "Start a VM on each end, so that its overlay is made, or make the rule on the end that lacks it; then refresh both ends.",
  ports:
    "Refresh both ends. A live overlay keeps its port until it is made anew, so the tables have to name the port it listens on, whatever the rule says.",
  arp: "Refresh both ends, then compare the table's file on the node with what is wanted: write the entries anew and let varpd read them.",
  addresses: "Give the node a public address on its external NIC and refresh it.",
  "admin-reach":
    "Ping the other end's admin address from each node. If these are two places, their PDC names have to differ; if it is one, look at the switch and the admin VLAN between them.",
  "default-route":
    "Look at the routing table (netstat -rn). The default route has to leave through the external NIC; change it at a time when losing the connection does no harm.",
  guard: "Block the overlays' UDP ports on the external NIC, in and out, before anything else is changed.",
  "ipsec-policy":
    "Compare ipsecinit.conf and ike.config of both ends line by line; the link's panel shows them side by side.",
  "ipsec-key": "Give both ends the same pre-shared key for each other, then let IKE negotiate anew.",
  ike: "On both ends look whether the services ipsecalgs, ike and policy are online (svcs) and what phase 1 says (ikeadm -n dump p1). Let UDP 500, UDP 4500 and ESP from the other end in and out; if both ends agree and still do not negotiate, flush the associations of both.",
  esp: "Trace the dropped packets on the end that takes nothing in and paste the report here. If its associations are gone while the other still uses its own, flush the associations of both ends, so that they negotiate anew.",
  traffic:
    "Capture on the external NIC of both ends while one pings the other (snoop -r), and paste what it prints here. Without a single packet: look at the NIC, then at the services ipsecalgs, ike and policy.",
  mtu: "Lower the rule's MTU to what fits, or raise the path's; see the byte-by-byte proof in the link's panel.",
};

export const DEGRADED_OVERLAY_NEXT =
  "Look at the reason the node gives and at the log of its service varpd. Write the ARP table anew if it is the cause, then refresh both ends.";

export const CERTIFICATE_NEXT =
  "Send something across, then refresh both ends: an association shows that each accepts the other's certificate. If none comes, in.iked's log on both ends says why.";

export const ADMIN_ADDRESS_NEXT = "Give the node an admin address and refresh it.";
