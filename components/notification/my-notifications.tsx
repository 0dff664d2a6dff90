"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Panel } from "../ui/panel.tsx";
import { MyAddress } from "./my-address.tsx";
import { MySchedule } from "./my-schedule.tsx";
import { DELIVERY_WORDS } from "./notification-words.ts";

export type Mine = RouterOutputs["notification"]["mine"];

/** Where and when the signed-in person is told. */
export function MyNotifications() {
  const { data: mine } = useSuspenseQuery(useTRPC().notification.mine.queryOptions());
  const isCloud = useMay()("warning:read");
  return (
    <Panel
      title="Your e-mail"
      description={
        isCloud
          ? "You are told of every warning that you choose here."
          : "You are told of the warnings of your own vDCs, as their pages show them."
      }
    >
      {mine.canMail ? (
        <div className="grid gap-6 lg:grid-cols-2">
          <div className="flex flex-col gap-6">
            <MyAddress mine={mine} />
            {mine.deliveries.length > 0 && <Told deliveries={mine.deliveries} />}
          </div>
          {mine.email !== null && <MySchedule mine={mine} isCloud={isCloud} />}
        </div>
      ) : (
        <p className="max-w-2xl text-muted">
          This installation has no mail server, so nothing can be mailed.
          {isCloud
            ? " Set OVERMESH_SMTP_URL and OVERMESH_MAIL_FROM where the server is started."
            : " Ask an operator for it."}
        </p>
      )}
    </Panel>
  );
}

function Told({ deliveries }: Pick<Mine, "deliveries">) {
  return (
    <section>
      <h3 className="mb-1 font-medium">What you were told</h3>
      <ul className="divide-y divide-line">
        {deliveries.map(({ id, summary, state, createdAt, lastFailure }) => (
          <li key={id} className="flex flex-col gap-0.5 py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>{summary}</span>
              <Badge tone={DELIVERY_WORDS[state].tone}>{DELIVERY_WORDS[state].word}</Badge>
            </div>
            <Age at={createdAt} className="text-sm text-subtle" />
            {lastFailure && <p className="text-sm text-down">{lastFailure}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
