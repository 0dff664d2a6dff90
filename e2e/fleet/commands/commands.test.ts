import { describe, expect, it } from "vitest";
import { smallFleet } from "../testing/small-fleet.ts";
import dladmVectors from "../vectors/dladm-show-overlay.json" with { type: "json" };
import ipsecVectors from "../vectors/ipsec-status.json" with { type: "json" };
import nictagadmVectors from "../vectors/nictagadm-list.json" with { type: "json" };
import sysinfoVector from "../vectors/sysinfo-erigonos.json" with { type: "json" };
import { COMMANDS } from "./command-table.ts";
import { overlayRule } from "../node-spec.ts";

function ask(line: string, fleet = smallFleet()) {
  const [name = "", ...args] = line.split(" ");
  const answer = COMMANDS[name]?.(fleet.east01, args, fleet.all);
  if (!answer) throw new Error(`no command ${name}`);
  return answer;
}

describe("sysinfo", () => {
  it("has the keys of the real ErigonOS formatter, in its order", () => {
    const keys = Object.keys(JSON.parse(ask("sysinfo -f").stdout));
    expect(keys.filter((key) => key !== "Datacenter Name")).toEqual(Object.keys(sysinfoVector));
  });

  it("describes NICs and vNICs with the fields of the real formatter", () => {
    const { "Network Interfaces": nics, "Virtual Network Interfaces": vnics } = JSON.parse(
      ask("sysinfo").stdout,
    );
    expect(Object.keys(nics.aggr0)).toEqual(Object.keys(sysinfoVector["Network Interfaces"].aggr0));
    expect(Object.keys(vnics.external0)).toEqual(
      Object.keys(sysinfoVector["Virtual Network Interfaces"].external0),
    );
    expect(vnics.adminoverlay_0).toMatchObject({ "Host Interface": "adminoverlay2", VLAN: "2" });
  });

  it("leaves the PDC name out when the node has none", () => {
    const fleet = smallFleet();
    fleet.east01.pdcName = "";
    expect(JSON.parse(ask("sysinfo", fleet).stdout)).not.toHaveProperty("Datacenter Name");
  });
});

describe("nictagadm list", () => {
  const fleet = smallFleet();
  const node = fleet.east01;
  const [aggr] = node.nics.filter(({ name }) => name === "aggr0");
  const [igb0] = node.nics.filter(({ name }) => name === "igb0");
  if (!aggr || !igb0) throw new Error("The small fleet's nodes have both NICs.");
  igb0.macAddress = "00:25:90:00:00:20";
  node.nicTags = { admin: "igb0", external: "aggr0" };
  node.etherstubs = ["stub0", "stub1"];
  const names = Object.keys(nictagadmVectors.vectors[0]?.overlay_rules ?? {});
  node.overlayRules = names.map((name) => overlayRule(name, 4790, 1400));

  it.each(nictagadmVectors.vectors)(
    "prints what the real tool printed: $id",
    ({ args, stdout, stderr, rc }) => {
      const answer = COMMANDS["nictagadm"]?.(node, ["list", ...args], fleet.all);
      expect(answer).toEqual({ stdout, stderr, exitCode: rc });
    },
  );
});

describe("dladm", () => {
  it("escapes colons and backslashes when several fields are asked for", () => {
    const vector = dladmVectors.vectors.find(({ id }) => id === "status-details");
    const fleet = smallFleet();
    const [customers, adminoverlay] = [fleet.east01.overlays[1], fleet.east01.overlays[0]];
    if (!customers || !adminoverlay) throw new Error("Both overlays are live.");
    const details = "failed to read /opt/x: no such file";
    fleet.east01.overlays = [
      { ...customers, ruleName: "customer", vxlanId: 77, status: "DEGRADED", details },
      adminoverlay,
    ];
    expect(ask("dladm show-overlay -f -p -o link,status,details", fleet).stdout).toBe(vector?.stdout);
  });

  it("prints one field alone without escaping, properties in the driver's order", () => {
    expect(ask("dladm show-overlay -p -o value customers100").stdout.split("\n").slice(0, -1)).toEqual([
      "1400",
      "100",
      "vxlan",
      "2",
      "0.0.0.0",
      "4791",
      "files",
      "/opt/custom/networking/customers_overlay.json",
    ]);
  });

  it.each(["show-overlay -p", "show-overlay -o link,colour", "show-overlay stub0", "show-nothing"])(
    "refuses %s with status 1",
    (args) => {
      expect(ask(`dladm ${args}`)).toMatchObject({ stdout: "", exitCode: 1 });
    },
  );

  it("lists vNICs of the node and of its VMs, octets without padding, colons escaped", () => {
    const { stdout } = ask("dladm show-vnic -p -o link,over,macaddress,vid,zone");
    expect(stdout).toMatch(/^external0:igb0:2\\:8\\:20(\\:[0-9a-f]{1,2}){3}:0:$/m);
    expect(stdout).toMatch(/^net0:customers100:90\\:b8\\:d0(\\:[0-9a-f]{1,2}){3}:10:[0-9a-f-]{36}$/m);
  });

  it("lists every link with its class and MTU", () => {
    const lines = ask("dladm show-link -p -o link,class,mtu,state,over").stdout.split("\n");
    expect(lines).toContain("aggr0:aggr:1500:up:ixgbe0 ixgbe1");
    expect(lines).toContain("customers100:overlay:1400:up:");
    expect(lines).toContain("adminoverlay_0:vnic:1300:up:adminoverlay2");
  });
});

describe("ipseckey and ikeadm", () => {
  it.each([
    { id: "ipseckey-empty", line: "ipseckey dump esp" },
    { id: "p1-none", line: "ikeadm dump p1" },
  ])("say only that they are done when nothing is set up: $id", ({ id, line }) => {
    const fleet = smallFleet();
    fleet.east01.trouble.idleWith = ["west01"];
    expect(ask(line, fleet).stdout).toBe(ipsecVectors.vectors.find((vector) => vector.id === id)?.output);
  });

  it("show an inbound and an outbound association for each peer elsewhere, without keys", () => {
    const { stdout } = ask("ipseckey -n -p dump esp");
    expect(stdout.match(/^SA: SADB_ASSOC spi=0x[0-9a-f]+, .*state=MATURE$/gm)).toHaveLength(2);
    expect(stdout).toContain("X_INBOUND");
    expect(stdout).toContain("X_OUTBOUND");
    expect(stdout).toContain(
      ipsecVectors.vectors.find(({ id }) => id === "ipseckey-paranoid")?.output.trim(),
    );
  });

  it("show phase 1 in lines that begin as the real ones do", () => {
    const vector = ipsecVectors.vectors.find(({ id }) => id === "p1-active");
    const starts = (text = "") => new Set(text.match(/^[A-Z]+: +/gm));
    for (const start of starts(ask("ikeadm -n dump p1").stdout))
      expect(starts(vector?.output)).toContain(start);
  });
});

describe("ping", () => {
  it.each([
    { target: "10.9.0.2", why: "an admin address of the same data center", exitCode: 0 },
    { target: "198.51.100.1", why: "an external address elsewhere", exitCode: 0 },
    { target: "10.8.0.1", why: "an admin address elsewhere", exitCode: 1 },
    { target: "10.99.99.99", why: "nobody's address", exitCode: 1 },
  ])("ends with $exitCode for $why", ({ target, exitCode }) => {
    expect(ask(`ping -n ${target} 1`).exitCode).toBe(exitCode);
  });

  it("is not answered by a node that is off", () => {
    const fleet = smallFleet();
    fleet.east02.isPoweredOn = false;
    expect(ask("ping 10.9.0.2 1", fleet)).toMatchObject({ stdout: "no answer from 10.9.0.2\n", exitCode: 1 });
  });
});

describe("vmadm lookup", () => {
  it("keeps to the fields asked for", () => {
    const vms = JSON.parse(ask("vmadm lookup -j -o uuid,alias,nics").stdout);
    expect(vms).toHaveLength(1);
    expect(Object.keys(vms[0])).toEqual(["uuid", "alias", "nics"]);
    expect(vms[0].nics[0]).toMatchObject({
      nic_tag: "customers/100",
      vlan_id: 10,
      ips: ["10.20.0.1/24"],
      mtu: 1400,
    });
  });
});

describe("ipfstat", () => {
  it("shows the clear-text guard in both directions, outbound first", () => {
    const lines = ask("ipfstat -io").stdout.split("\n");
    expect(lines[0]).toBe("block out log quick on external0 proto udp from any to any port = 4790");
    expect(lines).toContain("block in log quick on external0 proto udp from any to any port = 4791");
  });
});

describe("netstat and ipadm", () => {
  it("agree on the addresses and show the default route", () => {
    expect(ask("netstat -rn -f inet").stdout).toMatch(/^default +203\.0\.113\.254 +UG .* external0 *$/m);
    expect(ask("ipadm show-addr -p -o addrobj,addr").stdout).toContain("external0/_a:203.0.113.1/24\n");
  });
});
