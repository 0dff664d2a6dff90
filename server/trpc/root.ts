import { router } from "./init.ts";
import { addressRouter } from "./routers/address.ts";
import { auditRouter } from "./routers/audit.ts";
import { checklistRouter } from "./routers/checklist.ts";
import { delegationRouter } from "./routers/delegation.ts";
import { delegationRequestRouter } from "./routers/delegation-request.ts";
import { diagnosisRouter } from "./routers/diagnosis.ts";
import { exportRouter } from "./routers/export.ts";
import { homeRouter } from "./routers/home.ts";
import { importRouter } from "./routers/import.ts";
import { inventoryRouter } from "./routers/inventory.ts";
import { jumpHostRouter } from "./routers/jump-host.ts";
import { liveRouter } from "./routers/live.ts";
import { memberRouter } from "./routers/member.ts";
import { meshRouter } from "./routers/mesh.ts";
import { meshPathRouter } from "./routers/mesh-path.ts";
import { movedBoxRouter } from "./routers/moved-box.ts";
import { networkRouter } from "./routers/network.ts";
import { networkShareRouter } from "./routers/network-share.ts";
import { networkSelectionRouter } from "./routers/network-selection.ts";
import { nodeRouter } from "./routers/node.ts";
import { notificationRouter } from "./routers/notification.ts";
import { overlayRuleRouter } from "./routers/overlay-rule.ts";
import { ownRefreshRouter } from "./routers/own-refresh.ts";
import { pdcRouter } from "./routers/pdc.ts";
import { refreshRouter } from "./routers/refresh.ts";
import { settingsRouter } from "./routers/settings.ts";
import { sshKeyRouter } from "./routers/ssh-key.ts";
import { userRouter } from "./routers/user.ts";
import { vdcRouter } from "./routers/vdc.ts";
import { vxlanRouter } from "./routers/vxlan.ts";
import { warningRouter } from "./routers/warning.ts";
import { whatIfRouter } from "./routers/what-if.ts";

/** Everything the screen can ask for; one router a noun. */
export const appRouter = router({
  address: addressRouter,
  audit: auditRouter,
  checklist: checklistRouter,
  delegation: delegationRouter,
  delegationRequest: delegationRequestRouter,
  diagnosis: diagnosisRouter,
  export: exportRouter,
  home: homeRouter,
  import: importRouter,
  inventory: inventoryRouter,
  jumpHost: jumpHostRouter,
  live: liveRouter,
  member: memberRouter,
  mesh: meshRouter,
  meshPath: meshPathRouter,
  movedBox: movedBoxRouter,
  network: networkRouter,
  networkShare: networkShareRouter,
  networkSelection: networkSelectionRouter,
  node: nodeRouter,
  notification: notificationRouter,
  overlayRule: overlayRuleRouter,
  ownRefresh: ownRefreshRouter,
  pdc: pdcRouter,
  refresh: refreshRouter,
  settings: settingsRouter,
  sshKey: sshKeyRouter,
  user: userRouter,
  vdc: vdcRouter,
  vxlan: vxlanRouter,
  warning: warningRouter,
  whatIf: whatIfRouter,
});

export type AppRouter = typeof appRouter;
