import type { NetworksChange } from "#server/domain/network/selection.ts";
import { NETWORK_ACCESSES } from "#server/domain/network/draft.ts";

/** What several networks can be given at once; the value is what is typed or chosen. */
export const CHANGE_FIELDS = [
  { field: "access", label: "Access", help: "Deleted ones are hidden, and kept for the VMs that use them." },
  { field: "description", label: "Description", help: "One line of at most 128 characters; empty for none." },
  {
    field: "ownerName",
    label: "Owner",
    help: "The user name of a member of the vDC; empty for its network admins together.",
  },
  { field: "resolvers", label: "Resolvers", help: "IPv4 addresses, separated by commas; empty for none." },
  { field: "dnsDomain", label: "DNS domain", help: "Such as example.net; empty for none." },
  {
    field: "mtuBytes",
    label: "MTU",
    help: "From 576 to what the overlay rule allows. VMs rely on it while they use the network.",
  },
] as const;
export type ChangeField = (typeof CHANGE_FIELDS)[number]["field"];

/** null: there is no such value. */
export function changeOf(field: ChangeField, text: string): NetworksChange | null {
  const value = text.trim();
  switch (field) {
    case "access": {
      const access = NETWORK_ACCESSES.find((name) => name === value);
      return access ? { access } : null;
    }
    case "mtuBytes":
      return /^\d{1,6}$/.test(value) ? { mtuBytes: Number(value) } : null;
    case "resolvers":
      return { resolvers: value.split(/[\s,]+/).filter(Boolean) };
    case "ownerName":
      return { ownerName: value || null };
    default:
      return { [field]: value };
  }
}
