import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFleet } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { clientKeyPair, NodeClient, runOn } from "./testing/ssh-client.ts";
import { smallFleetSpecs, smallVm } from "./testing/small-fleet.ts";

const keys = clientKeyPair();
let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ nodes: smallFleetSpecs, clientPublicKey: keys.public });
});
afterAll(() => fleet.close());

async function stdoutOf(name: string, script: string): Promise<string> {
  const { stdout } = await runOn(fleet.node(name), keys.private, script);
  return stdout.toString();
}

describe("a node", () => {
  it("runs a script of its commands by name and by path, in pipes and substitutions", async () => {
    const output = await stdoutOf(
      "east01",
      [
        "/usr/sbin/nictagadm list -p -d '|' | /usr/bin/head -1",
        'uuid=$(/usr/bin/sysinfo | /usr/bin/sed -n \'s/.*"UUID": "\\(.*\\)".*/\\1/p\')',
        'echo "$uuid"',
        "/usr/bin/cat /usbkey/config | /usr/bin/grep '^overlay_rule_customers'",
        "/usr/bin/ls /opt/custom/networking",
        "printf abc | /usr/bin/digest -a sha256",
        "dladm show-overlay -p -o link,property,value customers100 | grep listen",
        "/usr/bin/timeout 5 /usr/bin/uname",
      ].join("\n"),
    );
    expect(output.split("\n")).toEqual([
      "admin|-|aggr0|aggr",
      fleet.state("east01").nodeUuid,
      expect.stringMatching(/^overlay_rule_customers="-e vxlan -p vxlan\/listen_ip=0\.0\.0\.0 .*"$/),
      "adminoverlay_overlay.json",
      "customers_overlay.json",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "customers100:vxlan/listen_ip:0.0.0.0",
      "customers100:vxlan/listen_port:4791",
      "SunOS",
      "",
    ]);
  });

  it("hands a command's status and error text on, and ends with the script's own status", async () => {
    const script = "/usr/bin/cat /etc/inet/none; echo $?; /usr/sbin/ping 10.9.0.2 1; no-such-command; exit 7";
    const run = await runOn(fleet.node("east01"), keys.private, script);
    expect(run).toMatchObject({ exitCode: 7 });
    expect(run.stdout.toString()).toBe("2\n10.9.0.2 is alive\n");
    expect(run.stderr).toContain("cat: cannot open /etc/inet/none: No such file or directory");
    expect(run.stderr).toContain("no-such-command: command not found");
  });

  it("does not let programs of this machine answer", async () => {
    expect(await stdoutOf("east01", "/usr/bin/id >/dev/null; echo $?; touch x; echo $?")).toBe("127\n127\n");
  });

  it("answers commands that run at the same time", async () => {
    const pings = Array.from({ length: 12 }, () => "/usr/sbin/ping 10.9.0.2 1 &").join("\n");
    const output = await stdoutOf("east01", `${pings}\nwait`);
    expect(output).toBe("10.9.0.2 is alive\n".repeat(12));
  });

  it("refuses any command but a shell on standard input", async () => {
    const client = await NodeClient.connect(fleet.node("east01"), keys.private);
    expect(await client.run("", "/usr/bin/sysinfo")).toMatchObject({
      stderr: "sh: /usr/bin/sysinfo: not found\n",
      exitCode: 127,
    });
    client.end();
  });

  it("lets in root with the one client key only", async () => {
    const node = fleet.node("east01");
    await expect(NodeClient.connect(node, clientKeyPair().private)).rejects.toThrow(/authentication/i);
    await expect(NodeClient.connect(node, keys.private, { username: "admin" })).rejects.toThrow(
      /authentication/i,
    );
  });

  it("has a host key of its own", () => {
    const fingerprints = fleet.nodes.map(({ hostKeyFingerprint }) => hostKeyFingerprint);
    expect(new Set(fingerprints).size).toBe(fleet.nodes.length);
    expect(fingerprints[0]).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});

describe("a change of state", () => {
  it("shows in the next script, on the node and on its peers", async () => {
    await fleet.update("east02", (state) => {
      state.pdcName = "elsewhere";
      const vm = smallVm("four", "10.20.0.4");
      state.vms.push({ ...vm, vnics: vm.vnics.map((vnic) => ({ ...vnic, nicTag: "customers/222" })) });
    });
    const overlays = await stdoutOf("east02", "/usr/sbin/dladm show-overlay -f -p -o link");
    expect(overlays.split("\n")).toContain("customers222");
    const table = JSON.parse(await stdoutOf("east01", "cat /opt/custom/networking/customers_overlay.json"));
    const entries = Object.values(table);
    expect(entries).toContainEqual({ arp: "10.20.0.4", port: 4791, ip: "203.0.113.2" });
  });

  it("switches a node off and on again at the same port", async () => {
    const { port } = fleet.node("west01");
    await fleet.update("west01", (state) => (state.isPoweredOn = false));
    await expect(NodeClient.connect(fleet.node("west01"), keys.private)).rejects.toThrow(/ECONNREFUSED/);
    await fleet.update("west01", (state) => (state.isPoweredOn = true));
    expect(fleet.node("west01").port).toBe(port);
    expect(await stdoutOf("west01", "hostname")).toBe("west01\n");
  });

  it("is refused for a name the fleet does not have", async () => {
    await expect(fleet.update("nowhere", () => undefined)).rejects.toThrow(
      'The fleet has no node "nowhere".',
    );
  });
});

describe("host keys", () => {
  it("survive a restart when they have a folder", async () => {
    const hostKeyFolder = mkdtempSync(join(tmpdir(), "fleet-keys-"));
    const options = { nodes: smallFleetSpecs.slice(0, 1), clientPublicKey: keys.public, hostKeyFolder };
    const first = await startFleet(options);
    await first.close();
    const second = await startFleet(options);
    await second.close();
    expect(second.nodes[0]?.hostKeyFingerprint).toBe(first.nodes[0]?.hostKeyFingerprint);
    rmSync(hostKeyFolder, { recursive: true });
  });
});
