import {
  ArrowLeftRight,
  Gauge,
  Layers,
  LockKeyhole,
  type LucideIcon,
  MapPin,
  MoveRight,
  Plus,
  Ruler,
  Trash2,
} from "lucide-react";
import type { ChangeKind } from "./form-values.ts";

/** What can be tried, in the order in which it is offered. */
export const CHANGE_KINDS: readonly {
  kind: ChangeKind;
  label: string;
  description: string;
  Icon: LucideIcon;
}[] = [
  {
    kind: "rename-pdc",
    label: "Rename a PDC",
    description: "All its nodes report another name.",
    Icon: MapPin,
  },
  {
    kind: "move-node",
    label: "Move a node",
    description: "It reports the name of another PDC.",
    Icon: MoveRight,
  },
  { kind: "add-node", label: "Add a node", description: "With addresses and overlay rules.", Icon: Plus },
  { kind: "remove-node", label: "Remove a node", description: "With all its links and VMs.", Icon: Trash2 },
  {
    kind: "change-rule",
    label: "Change an overlay rule",
    description: "Its MTU, UDP port or listen address.",
    Icon: Layers,
  },
  {
    kind: "declare-path",
    label: "Declare a path MTU",
    description: "Between two PDCs, or inside one.",
    Icon: Ruler,
  },
  { kind: "set-nic-mtu", label: "Change the NICs’ MTU", description: "Of all nodes of a PDC.", Icon: Gauge },
  {
    kind: "switch-cipher",
    label: "Switch the cipher",
    description: "IPsec between PDCs.",
    Icon: LockKeyhole,
  },
  {
    kind: "change-delegation",
    label: "Change a delegation",
    description: "Give a vDC ids, or take them away.",
    Icon: ArrowLeftRight,
  },
];
