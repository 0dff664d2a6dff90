"use client";

import { RefreshCw } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { changeSentence } from "#server/domain/what-if/change-sentence.ts";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { KeysPanel, LinksPanel, MtuPanel, TouchedPanel, WarningsPanel } from "./answer-panels.tsx";
import { BeforeAfter } from "./before-after.tsx";
import { DelegationPanels } from "./delegation-panel.tsx";
import { kindOf, valuesAbout } from "./form-values.ts";
import { ScenarioBuilder } from "./scenario-builder.tsx";
import { StepsPanel } from "./steps-panel.tsx";
import { useScenario } from "./use-scenario.ts";
import { type Answer, nodeIdsOf, type Options, useAnswer, useNodes, useOptions } from "./use-what-if.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

/** Tries changes on a copy of the present facts, and says what would be different. */
export function WhatIfPage() {
  const scenario = useScenario();
  const { changes } = scenario;
  const options = useOptions();
  const answer = useAnswer(changes);
  const sentences = useSentences(changes, options.data);
  const asked = useSearchParams();
  const kind = kindOf(asked.get("try") ?? "");
  const told = changes.length > 0 ? answer.data : undefined;
  return (
    <>
      <PageHeader
        title="What if"
        description="Tries a change on a copy of what is known now, and says what would be different: encryption first."
        actions={
          told && <JudgedAgain answer={told} isAsking={answer.isFetching} ask={() => void answer.refetch()} />
        }
      />
      <div className="grid gap-4">
        {options.data ? (
          <ScenarioBuilder
            scenario={scenario}
            options={options.data}
            sentences={sentences}
            outcomes={told && !answer.isPlaceholderData ? told.outcomes : []}
            openedAtFirst={kind && { kind, values: valuesAbout(kind, asked.getAll("of")) }}
          />
        ) : options.error ? (
          <ErrorState title={sentenceOf(options.error)} onRetry={() => void options.refetch()} />
        ) : (
          <Panel flush>
            <SkeletonRows rows={4} columns={3} />
          </Panel>
        )}
        {changes.length > 0 && !told && (
          <>
            {answer.error ? (
              <ErrorState title={sentenceOf(answer.error)} onRetry={() => void answer.refetch()} />
            ) : (
              <Panel flush aria-label="The answer is being worked out">
                <SkeletonRows rows={6} columns={3} />
              </Panel>
            )}
          </>
        )}
        {told && (
          <div
            aria-busy={answer.isPlaceholderData}
            className={answer.isPlaceholderData ? "opacity-60" : undefined}
          >
            <AnswerView answer={told} changes={changes} sentences={sentences} />
          </div>
        )}
      </div>
    </>
  );
}

function AnswerView({
  answer,
  changes,
  sentences,
}: {
  answer: Answer;
  changes: readonly ScenarioChange[];
  sentences: readonly string[];
}) {
  return (
    <div className="grid gap-4">
      <VerdictPanel answer={answer} />
      {answer.isDifferent && (
        <>
          <BeforeAfter answer={answer} />
          <DelegationPanels delegations={answer.delegations} changes={changes} />
          <div className="grid items-start gap-4 has-[>:empty+:empty]:hidden xl:auto-cols-fr xl:grid-flow-col">
            <div className="grid gap-4 empty:hidden">
              <LinksPanel answer={answer} />
              <KeysPanel answer={answer} />
              <MtuPanel answer={answer} />
            </div>
            <div className="grid gap-4 empty:hidden">
              <WarningsPanel answer={answer} />
              <TouchedPanel answer={answer} />
            </div>
          </div>
        </>
      )}
      <StepsPanel answer={answer} changes={changes} sentences={sentences} />
    </div>
  );
}

function JudgedAgain({ answer, isAsking, ask }: { answer: Answer; isAsking: boolean; ask: () => void }) {
  return (
    <>
      <span className="text-sm text-muted">
        Judged <Age at={answer.judgedAt} />; anew for whoever opens this address
      </span>
      <Button pending={isAsking} onClick={ask}>
        <RefreshCw aria-hidden />
        Judge again
      </Button>
    </>
  );
}

function useSentences(changes: readonly ScenarioChange[], options: Options | undefined): string[] {
  const { data } = useNodes("", nodeIdsOf(changes));
  const hostnameById = new Map(data?.named.map(({ id, hostname }) => [id, hostname]));
  const vdcNameById = new Map(options?.vdcs.map(({ id, name }) => [id, name]));
  return changes.map((change) =>
    changeSentence(change, {
      hostnameOf: (id) => hostnameById.get(id) ?? (data ? "that is gone" : "…"),
      vdcNameOf: (id) => vdcNameById.get(id) ?? "that is gone",
    }),
  );
}
