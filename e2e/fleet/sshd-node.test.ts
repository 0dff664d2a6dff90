import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fleet, startFleet } from "./fleet.ts";
import { canRunSshd } from "./sshd.ts";
import { clientKeyPair, NodeClient, runOn } from "./testing/ssh-client.ts";
import { smallFleetSpecs } from "./testing/small-fleet.ts";

const keys = clientKeyPair();

describe.runIf(canRunSshd())("a node behind OpenSSH's own server", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      nodes: smallFleetSpecs.slice(0, 2),
      clientPublicKey: keys.public,
      front: "openssh",
    });
  });
  afterAll(() => fleet.close());

  it("answers with its own commands and files, and with what changed since", async () => {
    const script = "/usr/bin/sysinfo | /usr/bin/grep UUID; /usr/bin/cat /usbkey/config; exit 7";
    const before = await runOn(fleet.node("east01"), keys.private, script);
    expect(before.exitCode).toBe(7);
    expect(before.stdout.toString()).toContain(fleet.state("east01").nodeUuid);
    expect(before.stdout.toString()).toContain('overlay_rule_customers="');
    await fleet.update("east01", (state) => {
      state.overlayRules = state.overlayRules.filter(({ name }) => name !== "customers");
    });
    const after = await runOn(fleet.node("east01"), keys.private, script);
    expect(after.stdout.toString()).not.toContain('overlay_rule_customers="');
  });

  it("runs a command line as well, as Ansible sends it", async () => {
    const client = await NodeClient.connect(fleet.node("east02"), keys.private);
    const run = await client.run("", "/usr/sbin/nictagadm list -p -d '|' | /usr/bin/head -1");
    client.end();
    expect(run.stdout.toString()).toBe("admin|-|aggr0|aggr\n");
  });

  it("shows another host key, is silent, refuses and comes back on the same port", async () => {
    const connect = () => NodeClient.connect(fleet.node("east02"), keys.private);
    await fleet.setFault("east02", "changed-host-key");
    await expect(connect()).rejects.toThrow("verification failed");
    await fleet.setFault("east02", "silent");
    await expect(connect()).rejects.toThrow("Timed out");
    await fleet.setFault("east02", "refuse-connection");
    await expect(connect()).rejects.toThrow("ECONNREFUSED");
    await fleet.setFault("east02", null);
    const run = await runOn(fleet.node("east02"), keys.private, "/usr/bin/uname");
    expect(run.stdout.toString()).toBe("SunOS\n");
  });
});
