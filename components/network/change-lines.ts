import type { DiffLine } from "../ui/diff-view.tsx";

/** The fields a person set, with the words of the form; all else of a kept change is the system's. */
const FIELDS = [
  ["name", "Name"],
  ["alias", "Alias"],
  ["description", "Description"],
  ["access", "Access"],
  ["overlayRuleName", "Overlay rule"],
  ["nicTagName", "NIC tag"],
  ["vxlanId", "VXLAN ID"],
  ["vlanId", "VLAN ID"],
  ["mtuBytes", "MTU"],
  ["subnet", "Subnet"],
  ["gateway", "Gateway"],
  ["resolvers", "Resolvers"],
  ["dnsDomain", "DNS domain"],
  ["ptrDomain", "PTR domain"],
  ["isDhcpPassthrough", "DHCP passthrough"],
] as const;

/** What differs between two kept states of a network; a state that was not there has no lines. */
export function changeLines(before: unknown, after: unknown): DiffLine[] {
  return FIELDS.flatMap(([field, label]): DiffLine[] => {
    const [old, now] = [wordsOf(before, field), wordsOf(after, field)];
    if (old === now) return [];
    const removed = old === null ? [] : [{ kind: "removed" as const, text: `${label}: ${old}` }];
    const added = now === null ? [] : [{ kind: "added" as const, text: `${label}: ${now}` }];
    return [...removed, ...added];
  });
}

function wordsOf(state: unknown, field: string): string | null {
  if (typeof state !== "object" || state === null) return null;
  const value = Object.entries(state).find(([key]) => key === field)?.[1];
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

const ACTION_WORDS: Readonly<Record<string, string>> = {
  "network.create": "defined it",
  "network.update": "changed it",
  "network.delete": "deleted it",
};

export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action;
}
