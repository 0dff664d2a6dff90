import Link from "next/link";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { DescriptionList } from "../ui/description-list.tsx";
import { Panel } from "../ui/panel.tsx";
import { CLOUD_ROLE_WORDS, VDC_ROLE_WORDS } from "../user/role-words.ts";

type Me = RouterOutputs["user"]["me"];

/** Who one is here, and what one may do. */
export function Profile({ me: { name, cloudRole, memberships } }: { me: Me }) {
  return (
    <Panel title="You" description="An operator gives roles; ask one for a change.">
      <DescriptionList
        items={[
          { term: "Name", value: <span className="font-medium">{name}</span> },
          {
            term: "Role in the cloud",
            value: cloudRole ? (
              <RoleText {...CLOUD_ROLE_WORDS[cloudRole]} />
            ) : (
              <span className="text-subtle">None</span>
            ),
          },
          { term: "Roles in vDCs", value: <Memberships memberships={memberships} /> },
        ]}
      />
    </Panel>
  );
}

function RoleText({ label, description }: { label: string; description: string }) {
  return (
    <>
      {label} <span className="block text-sm text-subtle">{description}</span>
    </>
  );
}

function Memberships({ memberships }: Pick<Me, "memberships">) {
  if (memberships.length === 0) return <span className="text-subtle">None</span>;
  return (
    <ul className="flex flex-col gap-2">
      {memberships.map(({ vdcId, vdcName, role }) => (
        <li key={vdcId}>
          <Link href={`/vdcs/${vdcId}/networks`} className="font-medium hover:underline">
            {vdcName}
          </Link>
          {", "}
          {VDC_ROLE_WORDS[role].label.toLowerCase()}
          <span className="block text-sm text-subtle">{VDC_ROLE_WORDS[role].description}</span>
        </li>
      ))}
    </ul>
  );
}
