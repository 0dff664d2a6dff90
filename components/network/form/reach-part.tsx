"use client";

import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { Panel } from "../../ui/panel.tsx";
import type { MtuLimit } from "../mtu-verdict.ts";
import { NetworkReach } from "../reach.tsx";
import { defaultMtuBytesOf } from "./default-mtu.ts";

type ReachPartProps = { vdcId: string; draft: NetworkDraft; limits: readonly MtuLimit[] };

/** Where what is typed so far would reach, and whether its full packets would cross whole. */
export function ReachPart({ vdcId, draft, limits }: ReachPartProps) {
  const { overlayRuleName, nicTagName } = draft;
  const vlanId = draft.vlanId === 0 ? 0 : 1;
  const limit = limits.find((each) => each.overlayRuleName === overlayRuleName);
  const mtuBytes = draft.mtuBytes ?? defaultMtuBytesOf(overlayRuleName === null ? null : limit, vlanId);
  if (!(overlayRuleName ?? nicTagName)) return null;
  const judgedBytes = mtuBytes !== null && mtuBytes >= 576 && mtuBytes <= 9000 ? mtuBytes : 1500;
  return (
    <Panel
      flush
      title="Reach and MTU"
      description="Places that have what carries it, and whether full packets cross between them whole."
    >
      <NetworkReach vdcId={vdcId} network={{ overlayRuleName, nicTagName, vlanId, mtuBytes: judgedBytes }} />
    </Panel>
  );
}
