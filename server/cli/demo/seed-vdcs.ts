import type { signIn } from "./api.ts";
import { DEMO_VDCS } from "./demo-vdcs.ts";

type Api = Awaited<ReturnType<typeof signIn>>;
type Person = { userName: string; password: string; may: string };

async function addPerson(
  api: Api,
  vdcId: string,
  userName: string,
  role: "network-admin" | "viewer",
): Promise<string> {
  const { userId, password } = await api.user.create.mutate({ userName, cloudRole: null });
  await api.user.setMemberships.mutate({ userId, memberships: [{ vdcId, role }] });
  return password;
}

/** The tenants, their people, ranges and networks, made through the API like anybody's. Overlay rules must be known. */
export async function seedVdcs(api: Api): Promise<Person[]> {
  const people: Person[] = [];
  for (const { name, admin, viewer, networkCountMax, vxlans, vlans, networks } of DEMO_VDCS) {
    const { id: vdcId } = await api.vdc.create.mutate({ name });
    await api.delegation.set.mutate({
      vdcId,
      draft: {
        isRestricted: true,
        networkCountMax,
        vxlanDelegations: vxlans.map(({ overlayRuleNames, vxlanIds }) => ({
          overlayRuleNames: overlayRuleNames && [...overlayRuleNames],
          vxlanIds,
          sharedVlanIds: null,
        })),
        vlanDelegations: vlans.map((row) => ({ ...row, nicTagName: null })),
      },
    });
    for (const { addresses, ...draft } of networks) {
      const { network } = await api.network.create.mutate({ vdcId, draft });
      const ofNetwork = { vdcId, networkId: network.id };
      for (const { ranges, usage, note } of addresses) {
        await api.address.add.mutate({
          ...ofNetwork,
          draft: { choice: { kind: "ranges", ranges }, usage, note },
        });
      }
    }
    people.push({
      userName: admin,
      password: await addPerson(api, vdcId, admin, "network-admin"),
      may: `network admin of vDC ${name}`,
    });
    if (viewer)
      people.push({
        userName: viewer,
        password: await addPerson(api, vdcId, viewer, "viewer"),
        may: `viewer of vDC ${name}`,
      });
  }
  return people;
}
