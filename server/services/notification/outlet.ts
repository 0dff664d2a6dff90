import type { Db } from "#db/client.ts";
import type { HookMessage } from "#server/adapters/notify/post-webhook.ts";
import type { SendMail } from "#server/adapters/notify/send-mail.ts";
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
  /** null: this installation has no mail server. */
  sendMail: SendMail | null;
  /** Where people open the console. */
  url: string;
  random(): number;
};
