"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { PieChart } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import { useVdc } from "../vdc/use-vdc.ts";
import { emptyValues, type NetworkFormValues, valuesOfDraft } from "./form/form-values.ts";
import { NetworkForm } from "./form/network-form.tsx";
import type { DelegationUse } from "./form/segment-part.tsx";
import { useNetworkChanges } from "./use-network-changes.ts";

export function NewNetwork({ vdcId }: { vdcId: string }) {
  const vdc = useVdc(vdcId);
  const { data: use } = useSuspenseQuery(useTRPC().delegation.get.queryOptions({ vdcId }));
  const hasAnything = use.rules.length > 0 || use.tags.length > 0;
  return (
    <>
      <PageHeader
        title="Define a network"
        description={`For vDC ${vdc.name}, inside what was delegated to it.`}
        breadcrumbs={[{ label: "Networks", href: `/vdcs/${vdcId}/networks` }]}
      />
      {vdc.may("network:create") && hasAnything ? (
        <NewNetworkForm vdcId={vdcId} use={use} />
      ) : (
        <CannotDefine vdcId={vdcId} mayCreate={vdc.may("network:create")} />
      )}
    </>
  );
}

function CannotDefine({ vdcId, mayCreate }: { vdcId: string; mayCreate: boolean }) {
  if (!mayCreate) {
    return (
      <EmptyState title="Your role does not allow this.">
        Network admins of this vDC define its networks; you can read them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<PieChart />}
      title="Nothing is delegated to this vDC yet."
      action={
        <Link href={`/vdcs/${vdcId}/delegation`} className={buttonVariants()}>
          Open the delegation
        </Link>
      }
    >
      A network takes its ids from ranges that an operator delegates. Ask an operator for VXLAN and VLAN
      ranges.
    </EmptyState>
  );
}

function NewNetworkForm({ vdcId, use }: { vdcId: string; use: DelegationUse }) {
  const [likeId] = useSearchParam("like");
  const valuesAtFirst = useMemo(() => {
    const rule = use.rules.find(({ counts }) => counts.free > 0) ?? use.rules[0];
    const tag = use.tags[0];
    return emptyValues({
      ...(rule ? { overlayRuleName: rule.overlayRuleName } : {}),
      ...(tag ? { nicTagName: tag.nicTagName } : {}),
    });
  }, [use]);
  if (likeId) return <LikeNetworkForm vdcId={vdcId} use={use} likeId={likeId} />;
  return <MakingForm vdcId={vdcId} use={use} valuesAtFirst={valuesAtFirst} keptAs={vdcId} />;
}

/** Filled in like another network of the vDC. */
function LikeNetworkForm({ vdcId, use, likeId }: { vdcId: string; use: DelegationUse; likeId: string }) {
  const question = useTRPC().network.getDraftLike.queryOptions(
    { vdcId, networkId: likeId },
    { staleTime: 0, refetchOnWindowFocus: false },
  );
  const { data: draft, error } = useQuery(question);
  if (error) {
    return (
      <EmptyState title="The network to begin from is not there.">
        {sentenceOf(error)} Define a network from the beginning instead.
      </EmptyState>
    );
  }
  if (!draft) return <Skeleton className="h-96" />;
  return (
    <MakingForm
      key={likeId}
      vdcId={vdcId}
      use={use}
      valuesAtFirst={valuesOfDraft(draft)}
      keptAs={`${vdcId}:${likeId}`}
    />
  );
}

type MakingFormProps = {
  vdcId: string;
  use: DelegationUse;
  valuesAtFirst: NetworkFormValues;
  keptAs: string;
};

function MakingForm({ vdcId, use, valuesAtFirst, keptAs }: MakingFormProps) {
  const router = useRouter();
  const { data: limits } = useSuspenseQuery(useTRPC().network.listMtuLimits.queryOptions({ vdcId }));
  const { create } = useNetworkChanges();
  // What others change meanwhile must not replace what is being typed.
  const [first] = useState(valuesAtFirst);
  return (
    <NetworkForm
      vdcId={vdcId}
      networkId={null}
      use={use}
      limits={limits}
      lockedReason={null}
      valuesAtFirst={first}
      keptAs={keptAs}
      backHref={`/vdcs/${vdcId}/networks`}
      submitLabel="Create network"
      pending={create.isPending || create.isSuccess}
      error={create.error}
      onSubmit={(draft, forget) =>
        create.mutate(
          { vdcId, draft },
          {
            onSuccess: ({ network }) => {
              forget();
              toast({ tone: "good", title: `Network ${network.name} is made.` });
              router.push(`/vdcs/${vdcId}/networks/${network.id}`);
            },
          },
        )
      }
    />
  );
}
