import type { FleetNodeState } from "../node-state.ts";
import type { FleetNodes } from "../peers.ts";

/** What a command leaves behind; `stderr` is one line without its end, or "". */
export type Answer = { stdout: string; stderr: string; exitCode: number };

/** One command of a node. `fleet` tells what it meets on the wire. */
export type NodeCommand = (node: FleetNodeState, args: readonly string[], fleet: FleetNodes) => Answer;

export function says(stdout: string): Answer {
  return { stdout, stderr: "", exitCode: 0 };
}

export function refuses(stderr: string, exitCode = 1): Answer {
  return { stdout: "", stderr, exitCode };
}
