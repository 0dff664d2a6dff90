import type { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import type { TryJumpHost } from "./jump-host/check-jump-host.ts";
import type { KeyCheckQueue } from "./ssh-key/check-keys.ts";

/** What asks compute nodes and jump hosts, as services take it. */
export type Ssh = { keyRing: KeyRing; tryJumpHost: TryJumpHost; keyCheckQueue: KeyCheckQueue };
