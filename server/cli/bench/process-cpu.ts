import { readdirSync, readFileSync } from "node:fs";

const TICK_MILLISECONDS = 10;

type ProcessStat = { pid: number; parentPid: number; cpuMilliseconds: number };

/** proc(5): of the process itself and of the children it has waited for. null: it is gone. */
function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name is in brackets and may hold any character.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { pid, parentPid: Number(fields[1]), cpuMilliseconds: ticks * TICK_MILLISECONDS };
  } catch {
    return null;
  }
}

function allStats(): ProcessStat[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
}

/** What a process, its descendants and those of them that have ended have used so far. */
export function cpuMillisecondsOfTree(rootPid: number): number {
  const childrenByPid = Map.groupBy(allStats(), ({ parentPid }) => parentPid);
  const below = (pid: number): number =>
    (childrenByPid.get(pid) ?? []).reduce((sum, child) => sum + child.cpuMilliseconds + below(child.pid), 0);
  return (statOf(rootPid)?.cpuMilliseconds ?? 0) + below(rootPid);
}

/** Processes whose command line names a text, such as a folder that is ours alone. */
export function processesNaming(text: string): { pid: number; cpuMilliseconds: number }[] {
  return allStats().filter(({ pid }) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}
