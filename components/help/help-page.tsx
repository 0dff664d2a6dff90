"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { navigationFor } from "../shell/navigation.ts";
import { ShortcutList } from "../shell/shortcut-list.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { STATES } from "../ui/state-glyph.tsx";
import { NOT_ACROSS_NODES, STATE_MEANINGS, WORDS } from "./help-words.ts";

export function HelpPage() {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const pages = navigationFor({ ...me, vdcs: me.memberships }, me.memberships[0] ?? null).flatMap(
    ({ items }) => items,
  );
  return (
    <>
      <PageHeader
        title="Help"
        description="The words and signs of this console."
        actions={
          <Link
            href="/help/warnings"
            className="inline-flex items-center gap-1 font-medium text-accent-ink hover:underline"
          >
            Every warning explained <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="grid gap-4">
          <States />
          <NotAcrossNodes />
          <Panel title="Keyboard">
            <ShortcutList pages={pages} />
          </Panel>
        </div>
        <Words />
      </div>
    </>
  );
}

function States() {
  return (
    <Panel title="States" description="The same five everywhere, told by shape and word, not by color alone.">
      <dl className="flex flex-col gap-3">
        {STATES.map((state) => (
          <div key={state} className="grid gap-x-4 gap-y-1 sm:grid-cols-[7rem_1fr]">
            <dt>
              <StateBadge state={state} />
            </dt>
            <dd className="text-pretty text-muted">{STATE_MEANINGS[state]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function NotAcrossNodes() {
  return (
    <Panel
      title="What does not cross nodes"
      description="Between VMs on one node all of this works; between nodes a network carries unicast IPv4."
    >
      <Meanings items={NOT_ACROSS_NODES.map(({ what, why }) => ({ word: what, meaning: why }))} />
    </Panel>
  );
}

function Words() {
  return (
    <Panel title="Words">
      <Meanings items={WORDS} />
    </Panel>
  );
}

function Meanings({ items }: { items: readonly { word: string; meaning: string }[] }) {
  return (
    <dl className="flex flex-col gap-3">
      {items.map(({ word, meaning }) => (
        <div key={word}>
          <dt className="font-medium">{word}</dt>
          <dd className="max-w-prose text-pretty text-muted">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
