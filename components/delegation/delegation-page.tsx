"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { FilesMenu } from "../import/files-menu.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { OwnRequests } from "../delegation-request/own-requests.tsx";
import { OwnResting } from "../vxlan/own-resting.tsx";
import { DelegationHistory } from "./delegation-history.tsx";
import { ChangeDelegation } from "./editor/change-delegation.tsx";
import { Outlook } from "./outlook.tsx";
import { RuleUse } from "./rule-use.tsx";
import { TagUses } from "./tag-uses.tsx";
import { WhatIfLink } from "../what-if/what-if-link.tsx";
import { limitSentence, restrictionSentence } from "./use-sentences.ts";

/** What a vDC may use and what is left of it; operators change it below. */
export function DelegationPage({ vdcId }: { vdcId: string }) {
  const vdc = useVdc(vdcId);
  const { data: use } = useSuspenseQuery(useTRPC().delegation.get.queryOptions({ vdcId }));
  const forecast = useQuery(useTRPC().delegation.getForecast.queryOptions({ vdcId }));
  const { delegation, rules, tags, networkCount } = use;
  const outlookOf = (ruleName: string | null, isThereAny: boolean) =>
    forecast.isPending && isThereAny
      ? ("pending" as const)
      : forecast.data?.find(({ overlayRuleName }) => overlayRuleName === ruleName);
  const limitOutlook = outlookOf(null, delegation.networkCountMax !== null);
  const mayManage = vdc.may("delegation:manage");
  return (
    <>
      <PageHeader
        title="Delegation"
        description={`The ids that networks of vDC ${vdc.name} may take, and what is left of them.`}
        actions={
          <>
            {vdc.may("mesh:read") && (
              <WhatIfLink kind="change-delegation" subjects={[vdcId]} size="md">
                What if it changed?
              </WhatIfLink>
            )}
            <FilesMenu nouns={["delegations"]} vdcId={vdcId} mayImport={mayManage} />
          </>
        }
      />
      <div className="relative flex max-w-5xl flex-col gap-4">
        <Panel title="In short">
          <div className="flex flex-col gap-1">
            <p>{restrictionSentence(delegation)}</p>
            <p>{limitSentence(networkCount, delegation.networkCountMax)}</p>
            {limitOutlook && <Outlook outlook={limitOutlook} />}
            {!mayManage && <p className="text-muted">Operators change this.</p>}
          </div>
        </Panel>
        <OwnRequests
          vdcId={vdcId}
          use={use}
          mayRequest={vdc.may("delegation:request")}
          mayAnswer={mayManage}
        />
        <Panel
          title="VXLAN ids"
          description="Each network on an overlay takes one, by the overlay rule that makes it."
        >
          {rules.length === 0 ? (
            <p className="text-muted">No VXLAN ids are delegated, so no network can be on an overlay.</p>
          ) : (
            <ul className="flex flex-col gap-6">
              {rules.map((rule) => (
                <li key={rule.overlayRuleName}>
                  <RuleUse
                    vdcId={vdcId}
                    rule={rule}
                    delegation={delegation}
                    outlook={outlookOf(rule.overlayRuleName, delegation.isRestricted)}
                  />
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel title="VLAN ids" description="Inside the VXLANs of a rule, and on NIC tags of the nodes.">
          <TagUses rules={rules} tags={tags} />
        </Panel>
        <OwnResting vdcId={vdcId} />
        {mayManage && <ChangeDelegation vdcId={vdcId} vdcName={vdc.name} delegation={delegation} />}
        <DelegationHistory vdcId={vdcId} vdcName={vdc.name} />
      </div>
    </>
  );
}
