import type { FactPartName, NodeFacts } from "../facts.ts";
import type { LastRefresh, Node } from "../node.ts";

type ReadFacts = { facts: NodeFacts; observedAt: Date };

/** Everything kept of one node that says what was known of it at an instant, and nothing from after it. */
export type NodeRecord = {
  id: string;
  hostname: string;
  enrolledAt: Date;
  /** null: not by then. */
  confirmedAt: Date | null;
  /** null: not by then. */
  retiredAt: Date | null;
  /** What is held now, if it was read by then. */
  held: ReadFacts | null;
  /** The last that was kept because something had changed. */
  snapshot: ReadFacts | null;
  lastRefresh: LastRefresh | null;
  /** The last refresh that read anything: what it did not find changed was as the snapshot says. */
  lastRead: { startedAt: Date; unreadParts: readonly FactPartName[] } | null;
};

/** The node as it was known at `at`; null: it was not enrolled yet, or retired. */
export function nodeAt(record: NodeRecord, at: Date): Node | null {
  const { id, enrolledAt, confirmedAt, retiredAt, held, snapshot } = record;
  const isThere = enrolledAt <= at || snapshot !== null || held !== null;
  if (!isThere || (retiredAt !== null && retiredAt <= at)) return null;
  const facts = held?.facts ?? (snapshot && agedFacts(snapshot, record.lastRead));
  // Only a confirmed node is ever read, whenever its key was confirmed again since.
  const isConfirmed = (confirmedAt !== null && confirmedAt <= at) || facts !== null;
  const lastRefresh: LastRefresh | null =
    record.lastRefresh ?? (facts && snapshot ? { outcome: "ok", finishedAt: snapshot.observedAt } : null);
  const hostname = held ? record.hostname : (facts?.identity?.value.hostname ?? record.hostname);
  return { id, hostname, isConfirmed, facts, lastRefresh };
}

/** Parts that a later refresh read and found unchanged are as old as that refresh. */
function agedFacts({ facts, observedAt }: ReadFacts, lastRead: NodeRecord["lastRead"]): NodeFacts {
  if (!lastRead || lastRead.startedAt <= observedAt) return facts;
  const aged = Object.entries(facts).map(([name, part]) => {
    const isUnread = lastRead.unreadParts.some((unread) => unread === name);
    return [name, part && !isUnread ? { ...part, observedAt: lastRead.startedAt } : part];
  });
  // Every key of the facts is kept, which Object.fromEntries cannot tell.
  return Object.fromEntries(aged) as unknown as NodeFacts;
}
