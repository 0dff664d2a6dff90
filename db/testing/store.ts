import type { VdcRole } from "#server/domain/access.ts";
import { openPostgresDatabase } from "../client.ts";
import {
  addMember,
  addVmVnic,
  createNode,
  createPerson,
  createUnrestrictedVdc,
  createVdc,
  ensureOverlayRule,
  type TestPerson,
  type TestVdc,
} from "./factories.ts";
import { type LinkFault, withLinkFault } from "./link-faults.ts";
import { countRefreshesInFlight, nodeIdOf, vmUuidOf } from "./look-up.ts";
import { rememberCloudAt, rememberFactsAt } from "./remember.ts";
import { createSilentNode, removeNode } from "./silent-node.ts";
import { takeVxlanBlock } from "./vxlan-block.ts";

const VXLAN_BLOCK_LENGTH = 20;
const DAY_MILLISECONDS = 86_400_000;
const DAY_AND_TWO_MINUTES_MILLISECONDS = 86_520_000;

/** What journeys put into the product's database before they open a browser. */
export type TestStore = Awaited<ReturnType<typeof openTestDatabase>>;

/** Opens the database of a running product at `url`. */
export async function openTestDatabase(url: string) {
  const database = await openPostgresDatabase(url);
  const { db } = database;
  return {
    /** A vDC nobody else knows, with 20 VXLAN ids of its own on rule `customers` and VLANs 0 to 100 in them. */
    createOwnVdc: async (): Promise<
      TestVdc & { vxlanIdFirst: number; vxlanIdLast: number; networkAdmin: TestPerson }
    > => {
      await ensureOverlayRule(db, { name: "customers" });
      const vxlanIdFirst = await takeVxlanBlock(db, VXLAN_BLOCK_LENGTH);
      const vxlanIdLast = vxlanIdFirst + VXLAN_BLOCK_LENGTH - 1;
      const vdc = await createVdc(db, {
        overlayRuleName: "customers",
        vxlanIds: { first: vxlanIdFirst, last: vxlanIdLast },
        vlanIds: { first: 0, last: 100 },
      });
      const networkAdmin = await createPerson(db);
      await addMember(db, vdc.id, networkAdmin.id, "network-admin");
      return { ...vdc, vxlanIdFirst, vxlanIdLast, networkAdmin };
    },
    /** A vDC that may use any id that no other vDC holds. */
    createUnrestrictedVdc: async (): Promise<TestVdc & { networkAdmin: TestPerson }> => {
      await ensureOverlayRule(db, { name: "customers" });
      const vdc = await createUnrestrictedVdc(db);
      const networkAdmin = await createPerson(db);
      await addMember(db, vdc.id, networkAdmin.id, "network-admin");
      return { ...vdc, networkAdmin };
    },
    createMember: async (vdcId: string, role: VdcRole): Promise<TestPerson> => {
      const person = await createPerson(db);
      await addMember(db, vdcId, person.id, role);
      return person;
    },
    createOperator: () => createPerson(db, { cloudRole: "operator" }),
    createAuditor: () => createPerson(db, { cloudRole: "auditor" }),
    createNode: (node: Parameters<typeof createNode>[1]) => createNode(db, node),
    /** A node nobody asks, with a warning and an effect of it that stay open until it is removed. */
    createSilentNode: () => createSilentNode(db),
    removeNode: (id: string) => removeNode(db, id),
    /** A VM that a node's last known facts tell of; it stays until that node tells something else. */
    runVm: (vm: { hostname: string; vmAlias: string; vxlanId: number; ipv4Address: string }) =>
      addVmVnic(db, vm),
    /** A day ago everything was as now, but the guard of `unguarded` was that of `guarded`. */
    rememberGuardedYesterday: (unguarded: string, guarded: string) =>
      rememberFactsAt(
        db,
        new Date(Date.now() - DAY_AND_TWO_MINUTES_MILLISECONDS),
        (hostname, facts, factsOf) =>
          hostname === unguarded ? { ...facts, firewall: factsOf(guarded).firewall } : facts,
      ),
    /** A cloud of some size that was there ten days ago for a few minutes; returns when. */
    rememberCloud: async (size: { pdcCount: number; nodesPerPdc: number }): Promise<Date> => {
      const at = new Date(Math.floor(Date.now() / DAY_MILLISECONDS - 10) * DAY_MILLISECONDS);
      await rememberCloudAt(db, size, at);
      return new Date(at.getTime() + 1000);
    },
    /** At `at` everything was as now, but the link of the two nodes had this fault. */
    rememberLinkFault: (fault: LinkFault, [one, other]: readonly [string, string], at: Date) =>
      rememberFactsAt(db, at, (hostname, facts, factsOf) => {
        if (hostname !== one && hostname !== other) return facts;
        const broken = withLinkFault(fault, { first: factsOf(one), second: factsOf(other) });
        return hostname === one ? broken.first : broken.second;
      }),
    countRefreshesInFlight: () => countRefreshesInFlight(db),
    nodeIdOf: (hostname: string) => nodeIdOf(db, hostname),
    vmUuidOf: (alias: string) => vmUuidOf(db, alias),
    close: () => database.close(),
  };
}
