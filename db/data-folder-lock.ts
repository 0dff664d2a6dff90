import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A second instance was started on the same data. The message is for the person who started it. */
export class DataFolderInUseError extends Error {}

type Holder = { pid: number; startedAt: string };

/** Start time of a process in clock ticks since boot (proc(5), field 22); tells a reused pid from the holder. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  // Without /proc the pid alone decides.
  return startedAt === "" || processStart(pid) === startedAt;
}

function readHolder(path: string): Holder | null {
  try {
    const [pid, startedAt] = readFileSync(path, "utf8").trim().split(" ");
    return { pid: Number(pid), startedAt: startedAt ?? "" };
  } catch {
    return null;
  }
}

/** Embedded PostgreSQL has no lock of its own: two processes on one folder lose each other's rows. Returns the release. */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "overmesh.lock");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(path, "wx");
      writeSync(file, `${process.pid} ${processStart(process.pid) ?? ""}\n`);
      closeSync(file);
      const release = () => rmSync(path, { force: true });
      process.once("exit", release);
      return release;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = readHolder(path);
      if (holder && isAlive(holder)) {
        throw new DataFolderInUseError(
          `Another Overmesh (process ${holder.pid}) is using ${folder}; stop it first, or choose another data folder.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new DataFolderInUseError(`Another Overmesh has just started on ${folder}.`);
}
