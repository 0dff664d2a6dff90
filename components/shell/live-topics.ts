import type { LiveEvent } from "#server/domain/live-event.ts";

export type Topic = LiveEvent["topic"];

/** Routers whose answers may be other ones after an event. */
export const ROUTERS_BY_TOPIC = {
  refresh: ["refresh", "ownRefresh", "sshKey", "node", "pdc", "home"],
  node: [
    "node",
    "jumpHost",
    "ownRefresh",
    "sshKey",
    "checklist",
    "inventory",
    "pdc",
    "address",
    "networkShare",
    "mesh",
    "meshPath",
    "overlayRule",
    "audit",
    "home",
  ],
  warning: ["warning", "node", "home"],
  network: [
    "network",
    "inventory",
    "diagnosis",
    "networkShare",
    "address",
    "mesh",
    "meshPath",
    "delegation",
    "vxlan",
    "overlayRule",
    "vdc",
    "audit",
    "home",
  ],
  delegation: ["delegation", "delegationRequest", "network", "vdc", "audit", "home", "whatIf"],
  vxlan: ["vxlan", "delegation", "network", "audit", "home"],
  vdc: ["vdc", "networkShare", "delegation", "delegationRequest", "network", "user", "audit", "home"],
  user: ["user", "member", "audit"],
  notification: ["notification", "audit"],
} as const satisfies Record<Topic, readonly string[]>;

export type RouterName = (typeof ROUTERS_BY_TOPIC)[Topic][number];

/** Each router once, whatever the number of events. */
export function routersOf(topics: Iterable<Topic>): RouterName[] {
  return [...new Set([...topics].flatMap((topic): readonly RouterName[] => ROUTERS_BY_TOPIC[topic]))];
}

const GATHER_MILLISECONDS = 250;

/**
 * Gathers topics and hands them on together; what comes while `reload` is at work waits for it, so that a storm of events
 * cannot keep an answer from arriving.
 */
export function makeTopicBatch(
  reload: (topics: ReadonlySet<Topic>) => Promise<void>,
  gatherMilliseconds = GATHER_MILLISECONDS,
) {
  let gathered = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReloading = false;

  const flush = async () => {
    timer = undefined;
    const topics = gathered;
    gathered = new Set();
    isReloading = true;
    try {
      await reload(topics);
    } finally {
      isReloading = false;
      schedule();
    }
  };
  const schedule = () => {
    if (gathered.size > 0 && !isReloading) timer ??= setTimeout(() => void flush(), gatherMilliseconds);
  };
  return {
    add(topic: Topic) {
      gathered.add(topic);
      schedule();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      gathered = new Set();
    },
  };
}
