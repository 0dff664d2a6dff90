import { wishLines } from "#server/domain/wish-lines.ts";
import { pdcOfName } from "#server/domain/pdc.ts";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { diagnoseHref } from "../diagnosis/diagnosis-words.ts";
import { pdcWords, sshEndpoint } from "../node/node-words.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { STATE_WORDS } from "../ui/state-glyph.tsx";
import { whatIfHref } from "../what-if/what-if-href.ts";
import type { ShellVdc } from "./navigation.ts";
import type { PaletteItem } from "./palette-store.ts";

type Network = RouterOutputs["network"]["list"]["networks"][number];
type Node = RouterOutputs["node"]["list"]["nodes"][number];
type Warning = Pick<
  RouterOutputs["warning"]["list"]["warnings"][number],
  "id" | "code" | "subjectLabel" | "cause" | "vdcId" | "severity"
>;

type Request = Pick<
  RouterOutputs["delegationRequest"]["listOpen"][number],
  "id" | "vdcId" | "vdcName" | "wanted"
>;

/** All that this person may go to; what they may not read is simply not in it. */
export type Things = {
  /** Found already, by the same words. */
  networks: readonly Network[];
  /** Found already, some more than by the same words. */
  nodes: readonly Node[];
  /** Nodes whose whole name is one of the words. */
  namedNodes: readonly Pick<Node, "id" | "hostname">[];
  pdcs: readonly RouterOutputs["node"]["listPdcNames"][number][];
  warnings: readonly Warning[];
  vdcs: readonly ShellVdc[];
  /** Open ones, for who answers them. */
  requests: readonly Request[];
  /** vDCs in which the person may ask for more. */
  requestableIn: readonly ShellVdc[];
  /** vDCs in which the person may define networks. */
  definableIn: readonly ShellVdc[];
  isCloud: boolean;
};

export const PER_GROUP_MAX = 6;

/** `texts` null: it was found already. */
type Candidate = { item: PaletteItem; texts: readonly (string | number | null)[] | null };

/** Every word must begin, or lie inside, one of the texts; at most a handful of each group, so that none crowds out another. */
export function findThings(query: string, things: Things): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = [
    networkCandidates(things),
    nodeCandidates(things),
    linkCandidates(words, things),
    pdcCandidates(things),
    warningCandidates(things),
    requestCandidates(things),
    vdcCandidates(things),
    defineCandidates(things),
    askCandidates(things),
    whatIfCandidates(things, words),
  ];
  return groups.flatMap((candidates) => {
    const found: PaletteItem[] = [];
    for (const { item, texts } of candidates) {
      if (found.length === PER_GROUP_MAX) break;
      const text = texts?.join("\n").toLowerCase();
      if (words.every((word) => text?.includes(word) ?? true)) found.push(item);
    }
    return found;
  });
}

/** Two nodes typed one after the other: their link, and why it is down. */
function linkCandidates(words: readonly string[], { namedNodes }: Things): Candidate[] {
  const [one, other] = words.map((word) =>
    namedNodes.find(({ hostname }) => hostname.toLowerCase() === word),
  );
  if (words.length !== 2 || !one || !other || one === other) return [];
  const item = {
    id: `diagnose:${one.id},${other.id}`,
    group: "Links",
    label: `${one.hostname} – ${other.hostname}`,
    detail: "why is this link down?",
    href: diagnoseHref({ from: `node/${one.id}`, to: `node/${other.id}` }),
  };
  return [{ item, texts: null }];
}

function networkCandidates({ networks, vdcs }: Things): Candidate[] {
  return networks.map((network) => {
    const { id, vdcId, vdcName, name, subnet, vxlanId } = network;
    const segment = vxlanId === null ? subnet : `VXLAN ${vxlanId}, ${subnet}`;
    return {
      item: {
        id: `network:${id}`,
        group: "Networks",
        label: name,
        detail: vdcs.length > 1 ? `${vdcName}, ${segment}` : segment,
        href: `/vdcs/${vdcId}/networks/${id}`,
      },
      texts: null,
    };
  });
}

function nodeCandidates({ nodes }: Things): Candidate[] {
  return nodes.map((node) => {
    const { id, hostname, pdcName, adminAddress, externalAddress, state } = node;
    return {
      item: {
        id: `node:${id}`,
        group: "Nodes",
        label: hostname,
        detail: [pdcWords(pdcName), STATE_WORDS[state].toLowerCase()].filter(Boolean).join(", "),
        href: `/nodes/${id}`,
      },
      texts: ["node", hostname, pdcName, adminAddress, externalAddress, sshEndpoint(node)],
    };
  });
}

function pdcCandidates({ pdcs }: Things): Candidate[] {
  return pdcs.map(({ name, nodeCount }) => {
    const { id, label } = pdcOfName(name);
    return {
      item: {
        id,
        group: "PDCs",
        label,
        detail: nodeCount === 1 ? "1 node" : `${nodeCount} nodes`,
        href: `/mesh?selected=${encodeURIComponent(`pdc/${id}`)}`,
      },
      texts: ["pdc", label],
    };
  });
}

function warningCandidates({ warnings, isCloud }: Things): Candidate[] {
  return warnings.map(({ id, code, severity, subjectLabel, cause, vdcId }) => {
    const { title } = WARNING_CATALOGUE[code];
    return {
      item: {
        id: `warning:${id}`,
        group: "Open warnings",
        label: title,
        detail: subjectLabel,
        href: isCloud ? `/warnings?warning=${id}` : `/vdcs/${vdcId}/warnings`,
      },
      texts: ["warning", title, subjectLabel, cause, code, severity],
    };
  });
}

function requestCandidates({ requests }: Things): Candidate[] {
  return requests.map(({ id, vdcId, vdcName, wanted }) => {
    const detail = wishLines(wanted).join("; ");
    return {
      item: {
        id: `request:${id}`,
        group: "Open requests",
        label: `Request of ${vdcName}`,
        detail,
        href: `/vdcs/${vdcId}/requests/${id}`,
      },
      texts: ["answer request", vdcName, detail],
    };
  });
}

function askCandidates({ requestableIn }: Things): Candidate[] {
  return requestableIn.map(({ vdcId, vdcName }) => {
    const label = `Ask for more ids in ${vdcName}`;
    const href = `/vdcs/${vdcId}/delegation?request=yes`;
    return { item: { id: `do:ask:${vdcId}`, group: "Do", label, href }, texts: [label, "request"] };
  });
}

function vdcCandidates({ vdcs }: Things): Candidate[] {
  return vdcs.map(({ vdcId, vdcName }) => ({
    item: { id: `vdc:${vdcId}`, group: "vDCs", label: vdcName, href: `/vdcs/${vdcId}/networks` },
    texts: ["go to vdc", vdcName],
  }));
}

function defineCandidates({ definableIn }: Things): Candidate[] {
  return definableIn.map((vdc) => {
    const item = defineNetworkItem(vdc);
    return { item, texts: [item.label, "new create"] };
  });
}

/** Words that say what is wanted of a node, and are in none of its names. */
const WORDS_ABOUT_NODES = /\b(nodes?|what|if|try|scenario|renamed?|moved?|were|to|another|pdcs?)\b/gi;

/** What is asked of the server to find nodes by. */
export function nodeText(query: string): string {
  return query.replace(WORDS_ABOUT_NODES, " ").replace(/\s+/g, " ").trim();
}

const WHAT_IF_WORDS = ["what", "try", "scenario", "rename", "move"];

/** Only when it is asked for, as every name would bring one more; to those who may see PDCs and nodes. */
function whatIfCandidates({ nodes, pdcs }: Things, words: readonly string[]): Candidate[] {
  if (!words.some((word) => word.length > 1 && WHAT_IF_WORDS.some((each) => each.startsWith(word))))
    return [];
  const ofPdcs = pdcs
    .filter(({ name }) => name !== "")
    .map(({ name }) => {
      const label = `What if PDC ${name} were renamed?`;
      const href = whatIfHref("rename-pdc", [name]);
      return { item: { id: `do:rename:${name}`, group: "Do", label, href }, texts: [label, "try scenario"] };
    });
  const ofNodes = nodes
    .filter(({ pdcName }) => pdcName !== null)
    .map(({ id, hostname }) => {
      const label = `What if ${hostname} moved to another PDC?`;
      const href = whatIfHref("move-node", [id]);
      return { item: { id: `do:move:${id}`, group: "Do", label, href }, texts: [label, "try scenario"] };
    });
  return [...ofPdcs, ...ofNodes];
}

export function defineNetworkItem({ vdcId, vdcName }: ShellVdc): PaletteItem {
  return {
    id: `do:define:${vdcId}`,
    group: "Do",
    label: `Define a network in ${vdcName}`,
    href: `/vdcs/${vdcId}/networks/new`,
  };
}
