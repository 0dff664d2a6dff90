import type { ServerChannel } from "ssh2";
import type { FleetFault } from "./fault.ts";
import type { ShellRun } from "./node-shell.ts";

const GARBAGE = Buffer.alloc(65_536, "~ garbage that never ends \u0007\n");

/** Hands a finished run to the client, or what the fault leaves of it. `cut` ends the whole connection. */
export function sendOutput(
  channel: ServerChannel,
  run: ShellRun,
  fault: FleetFault | null,
  cut: () => void,
): void {
  const half = run.stdout.subarray(0, Math.floor(run.stdout.length / 2));
  switch (fault) {
    case "hang":
      channel.write(half);
      return;
    case "drop":
      channel.write(half, () => cut());
      return;
    case "drip":
      return drip(channel, run);
    case "flood":
      return flood(channel);
    case "empty-output":
      return finish(channel, { ...run, stdout: Buffer.alloc(0), exitCode: 0 });
    case "failing-exit":
      return finish(channel, { ...run, exitCode: 1 });
    default:
      return finish(channel, run);
  }
}

export function finish(channel: ServerChannel, run: ShellRun): void {
  if (run.stderr.length > 0) channel.stderr.write(run.stderr);
  channel.write(run.stdout, () => {
    channel.exit(run.exitCode);
    channel.end();
  });
}

function drip(channel: ServerChannel, run: ShellRun): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent >= run.stdout.length) {
      clearInterval(timer);
      return finish(channel, { ...run, stdout: Buffer.alloc(0) });
    }
    channel.write(run.stdout.subarray(sent, sent + 1));
    sent += 1;
  }, 1000);
  channel.once("close", () => clearInterval(timer));
}

function flood(channel: ServerChannel): void {
  const closed = new AbortController();
  channel.once("close", () => closed.abort());
  const pour = () => {
    while (!closed.signal.aborted && channel.write(GARBAGE));
    if (!closed.signal.aborted) channel.once("drain", pour);
  };
  pour();
}
