"use client";

import { PageHeader } from "../ui/page-header.tsx";
import { EnrolList } from "./enrol-list.tsx";
import { WaitingKeys } from "./waiting-keys.tsx";

/** Many nodes at once: from a list to nodes whose keys are confirmed. */
export function EnrolListPage() {
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Nodes", href: "/nodes" }]}
        title="Enrol from a list"
        description="Every node stays quarantined until the key it shows is confirmed: by itself where the list names the key and you say so, else here, by comparing."
      />
      <div className="space-y-4">
        <EnrolList />
        <WaitingKeys />
      </div>
    </>
  );
}
