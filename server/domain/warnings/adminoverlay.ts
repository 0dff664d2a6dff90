import { ADMINOVERLAY_VXLAN_ID } from "../delegation.ts";
import { carriers } from "./carriers.ts";
import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  networkKey,
  nodeHref,
  nodeKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
} from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

const ADMINOVERLAY = "adminoverlay";

/** The system's own network on the rule has the reserved id; all others are users'. */
export const adminoverlayNetwork = groupRule({
  codes: ["adminoverlay-network"],
  table: carriers,
  looksAtNetworks: "rule",
  isUnknown: () => false,
  judge({ key }, cloud) {
    if (key !== ADMINOVERLAY) return judged([]);
    return judged(
      cloud
        .networksOf("rule", key)
        .filter(({ vxlanId }) => vxlanId !== ADMINOVERLAY_VXLAN_ID)
        .map((network) =>
          finding("adminoverlay-network", {
            subject: { kind: "network", key: networkKey(network.id), label: network.name },
            cause: `The network ${quoted(network.name)} is on the overlay rule ${ADMINOVERLAY}, which carries the cloud's own traffic: what its VMs send competes with it, and a mistake in the rule cuts both.`,
            evidence: [
              {
                sentence: `The network is defined on ${ADMINOVERLAY}/${network.vxlanId}.`,
                observedAt: network.updatedAt,
              },
            ],
            touches: [ruleKey(key)],
            href: `/vdcs/${network.vdcId}/networks/${network.id}`,
          }),
        ),
    );
  },
});

type Standing = "whole" | "no-rule" | "no-overlay" | "no-address";

const STANDING_WORDS: Record<Exclude<Standing, "whole">, string> = {
  "no-rule": `has other overlay rules, but not ${ADMINOVERLAY}`,
  "no-overlay": `has the overlay rule ${ADMINOVERLAY}, but no overlay of it`,
  "no-address": `has no vNIC with an address on ${ADMINOVERLAY}`,
};

/** Nodes with overlay rules, by how far adminoverlay has come on them. */
const adminoverlays: Table<Standing> = {
  name: "adminoverlays",
  scan({ facts }) {
    if (!facts?.overlayRules || !facts.overlays || !facts.hostVnics) return [];
    const ruleNames = facts.overlayRules.value.map(({ name }) => name);
    if (ruleNames.length === 0) return [];
    const links = new Set(
      facts.overlays.value
        .filter(({ overlayRuleName }) => overlayRuleName === ADMINOVERLAY)
        .map(({ name }) => name),
    );
    const hasAddress = facts.hostVnics.value.some(
      ({ over, ipv4Address }) => links.has(over) && ipv4Address !== null,
    );
    const made = links.size === 0 ? "no-overlay" : hasAddress ? "whole" : "no-address";
    const value = ruleNames.includes(ADMINOVERLAY) ? made : "no-rule";
    return [{ key: ADMINOVERLAY, text: value, value }];
  },
};

/** A cloud that does not have it at all does without. Told once, whatever the number of nodes. */
export const adminoverlayMissing = groupRule({
  codes: ["adminoverlay-missing"],
  table: adminoverlays,
  isUnknown: lacks("overlayRules", "overlays", "hostVnics"),
  judge(group) {
    const isLacking = (standing: Standing) => standing !== "whole";
    const count = group.count(isLacking);
    if (count === 0 || group.count((standing) => standing !== "no-rule") === 0) return judged([]);
    const lacking = group.items(TOUCHED_LIMIT, isLacking);
    const hostnames = lacking.map(({ member }) => member.node.hostname);
    return judged([
      finding("adminoverlay-missing", {
        subject: { kind: "rule", key: ruleKey(ADMINOVERLAY), label: ADMINOVERLAY },
        cause: `${listed(hostnames, count)} ${count === 1 ? "is" : "are"} not on ${ADMINOVERLAY}, which ${counted(group.size - count, "other node")} ${group.size - count === 1 ? "has" : "have"}: the cloud's own traffic does not reach ${count === 1 ? "it" : "them"} there.`,
        evidence: lacking.slice(0, EVIDENCE_MAX).flatMap(({ member: { node }, value }) =>
          value === "whole"
            ? []
            : {
                sentence: `${node.hostname} ${STANDING_WORDS[value]}.`,
                observedAt: node.facts?.overlays?.observedAt ?? new Date(0),
              },
        ),
        evidenceCount: count,
        touches: lacking.map(({ member }) => nodeKey(member.id)),
        href: lacking[0] ? nodeHref(lacking[0].member.id) : null,
      }),
    ]);
  },
});
