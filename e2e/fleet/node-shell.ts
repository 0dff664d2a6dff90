import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import type { Readable } from "node:stream";
import type { AnswerCommand, AnsweringPort } from "./answering-port.ts";
import { shellPrelude } from "./shell-prelude.ts";

export type ShellRun = { stdout: Buffer; stderr: Buffer; exitCode: number };

const preludes = new Map<boolean, string>();

/** Runs a script under this machine's bash as if on the node: its commands, its files, nothing else by name. */
export async function runNodeShell(options: {
  answeringPort: AnsweringPort;
  answer: AnswerCommand;
  files: ReadonlyMap<string, string>;
  script: Readable;
  signal: AbortSignal;
  /** Where a light node keeps its answers; null: the node is none. */
  answersFolder?: string | null;
}): Promise<ShellRun> {
  const folder = await mkdtemp(join(tmpdir(), "overmesh-fleet-"));
  const token = options.answeringPort.admit(options.answer);
  try {
    const root = join(folder, "root");
    await writeNodeFiles(root, options.files);
    await writeFile(join(folder, "prelude.sh"), preludeText(Boolean(options.answersFolder)));
    return await runBash(folder, root, token, options);
  } finally {
    options.answeringPort.dismiss(token);
    await rm(folder, { recursive: true, force: true });
  }
}

function preludeText(isLight: boolean): string {
  const known = preludes.get(isLight) ?? shellPrelude({ isLight });
  preludes.set(isLight, known);
  return known;
}

/** Writes a node's files below `root`. */
export async function writeNodeFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [path, content] of files) {
    // A path of a node's state never leaves the node's folder.
    const target = join(root, normalize(`/${path}`));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

function runBash(
  folder: string,
  root: string,
  token: string,
  {
    answeringPort,
    script,
    signal,
    answersFolder,
  }: {
    answeringPort: AnsweringPort;
    script: Readable;
    signal: AbortSignal;
    answersFolder?: string | null;
  },
): Promise<ShellRun> {
  const child = spawn("/bin/bash", ["--norc", "--noprofile", "-s"], {
    cwd: root,
    detached: true,
    // Next.js declares NODE_ENV on every environment; a node's shell has none.
    env: {
      PATH: "/nonexistent",
      HOME: folder,
      LC_ALL: "C",
      BASH_ENV: join(folder, "prelude.sh"),
      FLEET_ROOT: root,
      FLEET_ANSWER_PORT: String(answeringPort.number),
      FLEET_ANSWER_TOKEN: token,
      ...(answersFolder && { FLEET_ANSWERS: answersFolder }),
    } as Record<string, string> as NodeJS.ProcessEnv,
  });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (chunk: Buffer) => output.stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.stderr.push(chunk));
  child.stdin.on("error", () => undefined);
  script.pipe(child.stdin);
  return new Promise((resolve, reject) => {
    const endGroup = () => {
      if (child.pid !== undefined) endProcessGroup(child.pid);
    };
    signal.addEventListener("abort", endGroup, { once: true });
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", endGroup);
      resolve({
        stdout: Buffer.concat(output.stdout),
        stderr: Buffer.concat(output.stderr),
        exitCode: code ?? 137,
      });
    });
  });
}

function endProcessGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
