import type { Db } from "#db/client.ts";
import type { HookMessage } from "#server/adapters/notify/post-webhook.ts";
import type { DeliveryJob, Outcome } from "#server/domain/notification/delivery.ts";

/** Hands deliveries to the workers; what is asked for twice is done once. */
export type DeliveryQueue = { enqueueDeliveries(jobs: readonly DeliveryJob[]): Promise<void> };

/** Everything that telling people and programs needs. */
export type Outlet = {
  db: Db;
  deliveryQueue: DeliveryQueue;
  /** Opens webhook secrets. */
  sealingKey: Buffer;
  postWebhook(message: HookMessage): Promise<Outcome>;
  /** Where people open the console. */
  url: string;
  random(): number;
};
