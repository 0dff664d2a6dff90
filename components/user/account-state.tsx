import { Badge } from "../ui/badge.tsx";

/** Word for whether a person may sign in. */
export function accountState(disabledAt: Date | null): "Active" | "Disabled" {
  return disabledAt ? "Disabled" : "Active";
}

export function AccountState({ disabledAt }: { disabledAt: Date | null }) {
  return <Badge tone={disabledAt ? "neutral" : "good"}>{accountState(disabledAt)}</Badge>;
}
