import type { ShownHostKey } from "#server/domain/host-key.ts";
import type { RunResult } from "#server/adapters/ssh/run-on-node.ts";
import type { RefreshDeps } from "#server/services/refresh/refresh-node.ts";

const MARK = /^M='([0-9a-f]+)'/m;
const CLOCK = /(?<= begin clock\n)\d+/;

/** Nodes that are asked once and whose answers are told again from then on, with the marks and the time of whoever asks. */
export function toldAnswers(ask: RefreshDeps["runOnNode"]): RefreshDeps["runOnNode"] {
  const known = new Map<number, { mark: string; hostKey: ShownHostKey; result: RunResult }>();
  return async (endpoint, script, { onConnected, signal }, keyFingerprint) => {
    const mark = MARK.exec(script)?.[1] ?? "";
    const told = known.get(endpoint.port);
    if (!told) {
      let shown: ShownHostKey | null = null;
      const keep = (hostKey: ShownHostKey) => {
        shown = hostKey;
        onConnected(hostKey);
      };
      const result = await ask(endpoint, script, { onConnected: keep, signal }, keyFingerprint);
      if (shown) known.set(endpoint.port, { mark, hostKey: shown, result });
      return result;
    }
    onConnected(told.hostKey);
    const now = String(Math.floor(Date.now() / 1000));
    const output = told.result.output.replaceAll(told.mark, mark).replace(CLOCK, now);
    return { ...told.result, output };
  };
}
