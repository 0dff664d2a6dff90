"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, ClipboardList } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { useMay } from "../shell/use-may.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/panel.tsx";
import { toast } from "../ui/toast-store.ts";
import type { Answer } from "./use-what-if.ts";
import { stepsText } from "./what-if-words.ts";

const HOSTNAMES_SHOWN_MAX = 12;

/** What has to be done on which nodes; what this product can do itself is done from here. */
export function StepsPanel({
  answer: { steps },
  changes,
  sentences,
}: {
  answer: Answer;
  changes: readonly ScenarioChange[];
  sentences: readonly string[];
}) {
  if (steps.length === 0) return null;
  return (
    <Panel
      title="What has to be done"
      description="Nothing here is done by looking. In this order, by hand unless it says otherwise."
      actions={<CopySteps text={stepsText(steps, sentences)} />}
    >
      <ol className="grid list-decimal gap-2.5 pl-5">
        {steps.map(({ sentence, hostnames, isDoneHere, href }) => (
          <li key={`${sentence} ${hostnames.join()}`} className="text-pretty wrap-anywhere">
            {sentence}{" "}
            {href ? (
              <Link href={href} prefetch={false} className="font-medium text-accent-ink hover:underline">
                Do it here
              </Link>
            ) : (
              isDoneHere && <Badge tone="accent">from here</Badge>
            )}
            {hostnames.length > 0 && (
              <span className="block text-sm text-muted">
                On {hostnames.slice(0, HOSTNAMES_SHOWN_MAX).join(", ")}
                {hostnames.length > HOSTNAMES_SHOWN_MAX &&
                  ` and ${hostnames.length - HOSTNAMES_SHOWN_MAX} more; the copied text names all`}
                .
              </span>
            )}
          </li>
        ))}
      </ol>
      <DeclarePaths changes={changes} />
    </Panel>
  );
}

function CopySteps({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      toast({ tone: "bad", title: "The browser did not allow copying.", description: text });
    }
  };
  return (
    <Button size="sm" onClick={copy}>
      {isCopied ? <Check aria-hidden /> : <ClipboardList aria-hidden />}
      {isCopied ? "Copied" : "Copy as a checklist"}
    </Button>
  );
}

type Declaration = Extract<ScenarioChange, { kind: "declare-path" }>;

function DeclarePaths({ changes }: { changes: readonly ScenarioChange[] }) {
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const declare = useMutation(
    trpc.mesh.declarePathMtu.mutationOptions({
      onSuccess: (_, { mtuBytes }) =>
        toast({
          title: mtuBytes === null ? "Path MTU taken back." : `Path MTU declared: ${mtuBytes} bytes.`,
        }),
      onError: (refusal) => toast({ tone: "bad", title: sentenceOf(refusal) }),
      onSettled: () => queryClient.invalidateQueries(trpc.whatIf.pathFilter()),
    }),
  );
  const declarations = changes.filter((change): change is Declaration => change.kind === "declare-path");
  if (declarations.length === 0 || !may("node:manage")) return null;
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {declarations.map(({ pdcNames, mtuBytes }) => (
        <Button
          key={pdcNames.join("\n")}
          pending={declare.isPending}
          onClick={() => declare.mutate({ pdcNames, mtuBytes })}
        >
          {mtuBytes === null
            ? `Take back the path ${pdcNames.join(" – ")}`
            : `Declare ${mtuBytes} bytes for ${pdcNames.join(" – ")}`}
        </Button>
      ))}
    </div>
  );
}
