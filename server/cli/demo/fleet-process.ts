import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod";

const Ready = z.object({
  ready: z.literal(true),
  nodes: z.array(z.object({ name: z.string(), port: z.number(), hostKeyFingerprint: z.string() })),
});
export type FleetNode = z.infer<typeof Ready>["nodes"][number];

/** Starts the stand-in compute nodes as a program of their own and waits until all of them answer. */
export async function spawnFleet(options: {
  publicKeyFile: string;
  hostKeyFolder: string;
  portFirst: number;
}): Promise<{
  process: ChildProcess;
  nodes: FleetNode[];
}> {
  const fleet = spawn(
    process.execPath,
    [
      "e2e/fleet/main.ts",
      "--state=demo",
      `--ssh-key=${options.publicKeyFile}`,
      `--keys=${options.hostKeyFolder}`,
      `--port-first=${options.portFirst}`,
      // Its standard input ends with this process, however that ends.
      "--stop-with-stdin",
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: fleet.stdout }).once("line", resolve);
    fleet.once("exit", () => reject(new Error("The stand-in fleet did not start.")));
  });
  return { process: fleet, nodes: Ready.parse(JSON.parse(line)).nodes };
}
