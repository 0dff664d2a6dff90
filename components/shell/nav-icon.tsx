import {
  Boxes,
  MonitorDot,
  CircleQuestionMark,
  FlaskConical,
  Waypoints,
  Hourglass,
  House,
  Inbox,
  Layers,
  ListChecks,
  MapPin,
  Network,
  PieChart,
  RefreshCw,
  ScrollText,
  Server,
  Settings,
  Stethoscope,
  TriangleAlert,
  Users,
  UserRound,
} from "lucide-react";
import type { NavIcon as Name } from "./navigation.ts";

const ICONS = {
  home: House,
  mesh: Waypoints,
  "what-if": FlaskConical,
  pdcs: MapPin,
  nodes: Server,
  inventory: MonitorDot,
  requirements: ListChecks,
  diagnose: Stethoscope,
  refreshes: RefreshCw,
  "overlay-rules": Layers,
  warnings: TriangleAlert,
  audit: ScrollText,
  networks: Network,
  vdcs: Boxes,
  requests: Inbox,
  "resting-ids": Hourglass,
  delegation: PieChart,
  members: Users,
  people: UserRound,
  settings: Settings,
  help: CircleQuestionMark,
} satisfies Record<Name, unknown>;

export function NavIcon({ name, className }: { name: Name; className?: string }) {
  const Icon = ICONS[name];
  return <Icon aria-hidden strokeWidth={1.75} className={className} />;
}
