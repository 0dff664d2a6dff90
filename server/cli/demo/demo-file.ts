import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";

const DemoFile = z.object({
  secret: z.string(),
  people: z.array(z.object({ userName: z.string(), password: z.string(), may: z.string() })),
  /** False until all of the demo's data is in: then it begins anew. */
  isComplete: z.boolean(),
});
/** What the demo must remember between starts: it is for this computer only. */
export type DemoFile = z.infer<typeof DemoFile>;

/** null when there is none, or one that is not whole. */
export function readDemoFile(path: string): DemoFile | null {
  if (!existsSync(path)) return null;
  const demo = DemoFile.parse(JSON.parse(readFileSync(path, "utf8")));
  return demo.isComplete ? demo : null;
}

export function writeDemoFile(path: string, demo: DemoFile): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(demo, null, 2), { mode: 0o600 });
}

export function newSecret(): string {
  return randomBytes(32).toString("base64");
}
