import type { DelegationDraft } from "#server/domain/delegation.ts";

type Sent = { draft: DelegationDraft; markOutside: boolean };

/** What is done with a delegation that was edited: saved, or given as an answer. */
export type SaveDelegation = {
  mutate: (sent: Sent, callbacks: { onSuccess: () => void; onError: (error: unknown) => void }) => void;
  isPending: boolean;
  error: unknown;
  /** What was sent last; null before. */
  sentDraft: DelegationDraft | null;
  reset: () => void;
};
