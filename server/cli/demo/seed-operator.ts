import { openEmbeddedDatabase } from "#db/client.ts";
import { insertNode } from "#db/queries/node.ts";
import { authorizeCloud, type Actor } from "../../domain/access.ts";
import { createUser } from "../../services/user.ts";
import type { FleetNode } from "./fleet-process.ts";

const DEMO: Actor = {
  userId: "00000000-0000-0000-0000-000000000000",
  name: "demo",
  cloudRole: "operator",
  roleByVdcId: new Map(),
};

/** The first operator, and the fleet's nodes with the host keys the fleet says they have. */
export async function seedOperatorAndNodes(
  dataFolder: string,
  nodes: readonly FleetNode[],
): Promise<{ userName: string; password: string }> {
  const { db, close } = await openEmbeddedDatabase(dataFolder);
  try {
    const grant = authorizeCloud(DEMO, "user:manage");
    const { userName, password } = await createUser(db, grant, {
      userName: "operator",
      cloudRole: "operator",
    });
    for (const { name, port, hostKeyFingerprint } of nodes) {
      await insertNode(db, {
        hostname: name,
        sshAddress: "127.0.0.1",
        sshPort: port,
        hostKeyFingerprint,
        hostKeyConfirmedAt: new Date(),
      });
    }
    return { userName, password };
  } finally {
    await close();
  }
}
