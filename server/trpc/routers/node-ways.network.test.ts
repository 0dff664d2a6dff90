import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoNodes } from "../../../e2e/fleet/demo.ts";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { FleetNetwork, isInOwnNetwork, type NodePlace } from "../../../e2e/fleet/network.ts";
import { type SshdBastion, startSshdBastion } from "../../../e2e/fleet/testing/sshd-bastion.ts";
import { clientKeyPair } from "../../../e2e/fleet/testing/ssh-client.ts";
import { findNodeRow } from "#db/queries/node.ts";
import { insertRefreshRun, queueNodeRefreshes } from "#db/queries/refresh.ts";
import { cloudActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import { tryJumpHost } from "#server/adapters/ssh/ask-party.ts";
import { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import { RUN_LIMITS } from "#server/adapters/ssh/run-limits.ts";
import { runOnNode } from "#server/adapters/ssh/run-on-node.ts";
import { readProbeRings } from "#server/services/refresh/kept-probe-rings.ts";
import { refreshNode } from "#server/services/refresh/refresh-node.ts";
import { RefreshesInProgress } from "#server/services/refresh/refreshes-in-progress.ts";
import { createCaller, router } from "../init.ts";
import { jumpHostRouter } from "./jump-host.ts";
import { nodeRouter } from "./node.ts";

const IMPATIENT = { ...RUN_LIMITS, connectSecondsMax: 3 };
const refreshQueue = { enqueue: async () => undefined };

/** The addresses are those of a place near, one behind a bastion, and another behind a bastion that uses the same ones. */
const NEAR = "10.1.0.11";
const NEAR_IPV6 = "fd00:10:1::12";
const FAR = "10.77.0.11";

describe.runIf(isInOwnNetwork())("nodes with addresses of their own, behind OpenSSH", () => {
  const keys = clientKeyPair();
  const credential = { privateKey: keys.private };
  let network: FleetNetwork;
  let fleet: Fleet;
  const doors = new Map<string, NodePlace>();
  const bastions = new Map<string, SshdBastion>();

  beforeAll(async () => {
    network = new FleetNetwork();
    network.reach("10.1.0.254/24");
    network.reach("fd00:10:1::254/64");
    const joined = (name: string, cidr: string) => network.join(network.namespace(name), cidr);
    const behind = async (name: string, bastionCidr: string): Promise<NodePlace> => {
      const door = joined(`${name}-bastion`, bastionCidr);
      doors.set(name, door);
      bastions.set(name, await startSshdBastion(door, keys.public));
      return network.joinBehind(network.namespace(name), `${FAR}/24`, {
        namespace: door.namespace,
        cidr: "10.77.0.1/24",
      });
    };
    const places = [
      joined("near", `${NEAR}/24`),
      joined("near-ipv6", `${NEAR_IPV6}/64`),
      await behind("east", "10.1.0.5/24"),
      await behind("west", "10.1.0.6/24"),
    ];
    const nodes = demoNodes.slice(0, places.length);
    const placeOf = ({ name }: { name: string }) =>
      places[nodes.findIndex((node) => node.name === name)] ?? null;
    fleet = await startFleet({ nodes, clientPublicKey: keys.public, front: "openssh", placeOf });
  });
  afterAll(async () => {
    await fleet.close();
    for (const bastion of bastions.values()) await bastion.close();
    network.close();
  });

  describeOnEachDatabase("are enrolled and refreshed", (on) => {
    const caller = () =>
      createCaller(router({ jumpHost: jumpHostRouter, node: nodeRouter }))({
        ...{ db: on.db, events: new EventBus(), refreshQueue, actor: cloudActor() },
        settings: {
          ...{ staleAfterSeconds: 900, refreshIntervalSeconds: 0, vxlanRestSeconds: 0, isDemoFleet: true },
          // None: these are ordinary addresses.
          ...{ publicAddressExceptions: [], nodeAddressExceptions: [] },
        },
        ssh: {
          keyRing: new KeyRing("/nonexistent"),
          tryJumpHost: (jumpHost) => tryJumpHost(jumpHost, credential),
          keyCheckQueue: { enqueueKeyChecks: async () => undefined },
        },
      });

    async function refresh(nodeId: string) {
      const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
      const { newIds } = await queueNodeRefreshes(on.db, run.id, [nodeId]);
      await refreshNode(
        {
          ...{ db: on.db, fingerprintSalt: "salt", now: () => new Date(), refreshQueue },
          runOnNode: (endpoint, script, during) => runOnNode(endpoint, credential, script, IMPATIENT, during),
          ...{ inProgress: new RefreshesInProgress(), retryDelaySeconds: () => null },
          probeRings: () => readProbeRings(on.db),
        },
        newIds[0] ?? "",
      );
      return findNodeRow(on.db, nodeId);
    }

    /** Enrols the node, compares the key it shows, confirms it and reads it. */
    async function enrolAndRead(name: string, sshAddress: string, jumpHostPdcName: string | null) {
      const { hostKeyFingerprint: fingerprint } = fleet.node(name);
      const { nodeId } = await caller().node.enrol({ sshAddress, sshPort: 22, jumpHostPdcName });
      expect(await refresh(nodeId)).toMatchObject({ hostKeyFingerprint: fingerprint, facts: null });
      await caller().node.confirmHostKey({ nodeId, fingerprint });
      expect(await refresh(nodeId)).toMatchObject({ lastRefreshOutcome: "ok", hostname: name });
      return nodeId;
    }

    async function setJumpHost(pdcName: string) {
      const bastion = bastions.get(pdcName);
      if (!bastion) throw new Error("there is no such bastion");
      const { address: sshAddress, port: sshPort, hostKeyFingerprint: fingerprint } = bastion;
      await caller().jumpHost.set({ pdcName, sshAddress, sshPort, username: "root" });
      await caller().jumpHost.check({ pdcName });
      await caller().jumpHost.confirmHostKey({ pdcName, fingerprint });
    }

    it("over IPv4 and IPv6, and again after another key was shown and the right one is back", async () => {
      await enrolAndRead("bts01", NEAR, null);
      const nodeId = await enrolAndRead("bts02", NEAR_IPV6, null);
      await fleet.setFault("bts02", "changed-host-key");
      expect(await refresh(nodeId)).toMatchObject({ lastRefreshCause: "host-key-changed" });
      await fleet.setFault("bts02", "drop");
      expect(await refresh(nodeId)).toMatchObject({ lastRefreshCause: "connection-lost" });
      await fleet.setFault("bts02", "refuse-connection");
      expect(await refresh(nodeId)).toMatchObject({ lastRefreshCause: "unreachable" });
      await fleet.setFault("bts02", null);
      expect(await refresh(nodeId)).toMatchObject({ lastRefreshOutcome: "ok" });
    });

    it("through a bastion, where nothing else leads to them, also two at one address behind two bastions", async () => {
      const direct = await caller().node.enrol({ sshAddress: FAR, sshPort: 22 });
      expect(await refresh(direct.nodeId)).toMatchObject({
        ...{ lastRefreshCause: "unreachable", hostKeyFingerprint: null },
      });
      await setJumpHost("east");
      await setJumpHost("west");
      const east = await enrolAndRead("bts03", FAR, "east");
      const west = await enrolAndRead("prg01", FAR, "west");
      expect((await findNodeRow(on.db, east))?.nodeUuid).not.toBe((await findNodeRow(on.db, west))?.nodeUuid);

      // What was enrolled as if it were near is reached when somebody says how.
      await caller().node.retire({ nodeId: west });
      await caller().node.changeWay({ nodeId: direct.nodeId, jumpHostPdcName: "west" });
      expect(await refresh(direct.nodeId)).toMatchObject({
        hostKeyFingerprint: fleet.node("prg01").hostKeyFingerprint,
      });
    });

    it("and named with the bastion when that is what fails", async () => {
      const [east] = await caller().node.listNamed({ hostnames: ["bts03"] });
      await bastions.get("east")?.close();
      expect(await refresh(east?.id ?? "")).toMatchObject({
        lastRefreshCause: "jump-host-unreachable",
        lastRefreshDetail: "The jump host 10.1.0.5 is unreachable: the connection was refused.",
      });
      const door = doors.get("east");
      if (door) bastions.set("east", await startSshdBastion(door, keys.public));
    });
  });
});
