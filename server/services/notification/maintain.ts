import { listOverdueDeliveryIds, pruneDeliveries } from "#db/queries/notification-delivery.ts";
import { pruneNotices } from "#db/queries/warning-notice.ts";
import type { Outlet } from "./outlet.ts";
import { tellHooks } from "./tell-hooks.ts";
import { tellPeople } from "./tell-people.ts";

const DAY_MILLISECONDS = 86_400_000;
/** The queue has had its chance by then. */
const OVERDUE_MILLISECONDS = 15_000;
const NOTICES_KEPT_DAYS = 8;
const DELIVERIES_KEPT_DAYS = 30;
const DELIVERIES_KEPT_PER_RECEIVER = 200;

/** Once a minute: tells what is due, takes up what a dead process left behind, and forgets what is old. */
export async function maintainNotifications(outlet: Outlet, now: Date): Promise<void> {
  const { db, deliveryQueue } = outlet;
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  await tellHooks(outlet, now);
  await tellPeople(outlet, now);
  const overdue = await listOverdueDeliveryIds(db, before(OVERDUE_MILLISECONDS));
  await deliveryQueue.enqueueDeliveries(overdue.map((deliveryId) => ({ deliveryId, delaySeconds: 0 })));
  await pruneNotices(db, before(NOTICES_KEPT_DAYS * DAY_MILLISECONDS));
  await pruneDeliveries(db, {
    before: before(DELIVERIES_KEPT_DAYS * DAY_MILLISECONDS),
    perReceiverMax: DELIVERIES_KEPT_PER_RECEIVER,
  });
}
