import type { RefreshFailureCause } from "#server/domain/node.ts";
import type { RefreshStateInFlight } from "#server/domain/refresh-state.ts";

export type FailureWords = { title: string; advice: string };

const WORDS: Record<RefreshFailureCause, FailureWords> = {
  unreachable: {
    title: "Not reachable",
    advice: "Check that the node runs and that its SSH address and port are reachable from here, then retry.",
  },
  "host-key-changed": {
    title: "Host key changed",
    advice:
      "Compare the new fingerprint with the one on the node's own console. Confirm it only if you know why it changed.",
  },
  "host-key-unconfirmed": {
    title: "Key not confirmed",
    advice:
      "The node is quarantined. Compare its fingerprint with the one on its own console and confirm it.",
  },
  handshake: {
    title: "No common algorithm",
    advice:
      "The node's SSH server offers only algorithms that Overmesh refuses. Update it, or its configuration.",
  },
  "jump-host-unreachable": {
    title: "Jump host not reachable",
    advice:
      "The way to the node leads through the jump host of its PDC. Check it on the page PDCs, then retry.",
  },
  "jump-host-refused": {
    title: "Jump host refused",
    advice:
      "Look at the jump host on the page PDCs: its key must be confirmed, and it must let Overmesh in and forward connections.",
  },
  authentication: {
    title: "Sign-in refused",
    advice: "Add Overmesh's public SSH key to root's authorized_keys on the node, then retry.",
  },
  "time-out": {
    title: "Timed out",
    advice: "The node answers too slowly or hangs. Look at its load, then retry.",
  },
  "command-failed": {
    title: "Command failed",
    advice: "Run the command on the node by hand to see why it fails, then retry.",
  },
  unparsable: {
    title: "Answer not understood",
    advice: "The named parts keep what was known before. Look at them on the node; the rest was stored.",
  },
  "output-too-large": {
    title: "Answer too large",
    advice: "The node sent far more than a refresh needs. Look at what its commands print, then retry.",
  },
  "connection-lost": {
    title: "Connection lost",
    advice:
      "The connection broke while the node answered. Retry; if it repeats, look at the path to the node.",
  },
  "identity-changed": {
    title: "Another machine answers",
    advice:
      "The node at this address has another UUID than before. If it was replaced, retire the old one and enrol it anew.",
  },
  interrupted: {
    title: "Interrupted",
    advice: "Overmesh was stopped during the refresh. Retry.",
  },
};

const STEPS: Record<RefreshStateInFlight, string> = {
  queued: "before it began",
  connecting: "while connecting",
  collecting: "while the node answered",
  parsing: "while its answer was read",
  storing: "while what it said was stored",
};

/** At which step a refresh failed; null: not known. */
export const failedStepWords = (step: RefreshStateInFlight | null): string | null => step && STEPS[step];

/** What a failure is called and what to do about it; for causes of a later version in general words. */
export function failureWords(cause: string | null): FailureWords {
  const known = Object.entries(WORDS).find(([name]) => name === cause);
  return (
    known?.[1] ?? { title: "Failed", advice: "Retry; if it fails again, look at the log of the server." }
  );
}
