import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startFleet } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { clientKeyPair, NodeClient, runOn } from "./testing/ssh-client.ts";
import { smallFleetSpecs } from "./testing/small-fleet.ts";

const keys = clientKeyPair();
const NAME = "east01";
let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ nodes: smallFleetSpecs, clientPublicKey: keys.public });
});
afterEach(() => fleet.setFault(NAME, null));
afterAll(() => fleet.close());

const run = (script: string) => runOn(fleet.node(NAME), keys.private, script);

/** What has come after a while, and whether the channel is still open then. */
async function glimpse(script: string, milliseconds: number, bytesMax = Infinity) {
  const client = await NodeClient.connect(fleet.node(NAME), keys.private);
  const channel = await client.open("/usr/bin/bash -s");
  let bytes = 0;
  let isOpen = true;
  const enough = new AbortController();
  channel.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) enough.abort();
  });
  channel.on("close", () => (isOpen = false));
  channel.end(script);
  await delay(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined);
  client.end();
  return { bytes, isOpen };
}

describe("a fault", () => {
  it("refuse-connection: nobody listens", async () => {
    await fleet.setFault(NAME, "refuse-connection");
    await expect(run("hostname")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("silent: the connection opens and nothing is ever said", async () => {
    await fleet.setFault(NAME, "silent");
    await expect(run("hostname")).rejects.toThrow(/Timed out/);
  });

  it("hang: half the output comes, then nothing", async () => {
    await fleet.setFault(NAME, "hang");
    expect(await glimpse("echo 1234567", 700)).toEqual({ bytes: 4, isOpen: true });
  });

  it("drop: half the output comes, then the connection ends without a status", async () => {
    await fleet.setFault(NAME, "drop");
    const { stdout, exitCode } = await run("echo 1234567");
    expect(stdout.toString()).toBe("1234");
    expect(exitCode).toBeNull();
  });

  it("drip: one byte a second", async () => {
    await fleet.setFault(NAME, "drip");
    const { bytes, isOpen } = await glimpse("echo 1234567", 1700);
    expect(bytes).toBeLessThanOrEqual(2);
    expect(isOpen).toBe(true);
  });

  it("flood: megabytes of garbage until the client goes away", async () => {
    await fleet.setFault(NAME, "flood");
    expect((await glimpse("hostname", 5000, 4_000_000)).bytes).toBeGreaterThan(4_000_000);
  });

  it("invalid-utf8: sysinfo holds bytes that are no text", async () => {
    await fleet.setFault(NAME, "invalid-utf8");
    const { stdout } = await run("/usr/bin/sysinfo");
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(stdout)).toThrow(/not valid/);
  });

  it.each(["truncated-json", "wrapped-json"] as const)(
    "%s: sysinfo cannot be parsed, all else can",
    async (fault) => {
      await fleet.setFault(NAME, fault);
      const { stdout } = await run("/usr/bin/sysinfo; echo ===; /usr/sbin/vmadm lookup -j");
      const [sysinfo = "", vms = ""] = stdout.toString().split("===");
      expect(() => JSON.parse(sysinfo)).toThrow(SyntaxError);
      expect(JSON.parse(vms)).toHaveLength(1);
    },
  );

  it("empty-output: nothing, with status 0", async () => {
    await fleet.setFault(NAME, "empty-output");
    expect(await run("hostname; exit 3")).toMatchObject({ stdout: Buffer.alloc(0), exitCode: 0 });
  });

  it("failing-exit: good output, with status 1", async () => {
    await fleet.setFault(NAME, "failing-exit");
    const { stdout, exitCode } = await run("hostname");
    expect(stdout.toString()).toBe("east01\n");
    expect(exitCode).toBe(1);
  });

  it("changed-host-key: another key than the pinned one, until it is cleared", async () => {
    await fleet.setFault(NAME, "changed-host-key");
    await expect(run("hostname")).rejects.toThrow(/verification/);
    await fleet.setFault(NAME, null);
    expect((await run("hostname")).exitCode).toBe(0);
  });

  it("changed-uuid: the node says it is another one", async () => {
    await fleet.setFault(NAME, "changed-uuid");
    const sysinfo = JSON.parse((await run("sysinfo")).stdout.toString());
    expect(sysinfo.UUID).not.toBe(fleet.state(NAME).nodeUuid);
  });

  it("hostile-names: names hold markup and shell text, in JSON that can be read", async () => {
    await fleet.setFault(NAME, "hostile-names");
    const { stdout } = await run("sysinfo; echo ===; vmadm lookup -j");
    const [sysinfo = "", vms = ""] = stdout.toString().split("===");
    expect(JSON.parse(sysinfo).Hostname).toContain("<img src=x onerror=");
    expect(JSON.parse(sysinfo)["Datacenter Name"]).toContain("$(reboot)");
    expect(JSON.parse(vms)[0].alias).toContain("`reboot`");
  });
});
