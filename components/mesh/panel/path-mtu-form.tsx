"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useMay } from "../../shell/use-may.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { toast } from "../../ui/toast-store.ts";
import type { Overview } from "../mesh-data.ts";

export type PathMtuFormProps = { pdcNames: [string, string]; overview: Overview };

/** What is known of the path, and for operators the means to declare it. */
export function PathMtuForm({ pdcNames, overview }: PathMtuFormProps) {
  const may = useMay();
  const [text, setText] = useState("");
  const { declare, error, setError } = useDeclarePathMtu(() => setText(""));
  const known = overview.paths.find(
    (path) => path.pdcNames.toSorted().join("\n") === pdcNames.toSorted().join("\n"),
  );
  const declared = known?.source === "declared" ? known : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // Fetched for who declares one: it weighs more than the rest of the panel.
    const { PathMtuDeclaration } = await import("#server/domain/mesh/path-mtu.ts");
    const read = PathMtuDeclaration.safeParse({
      pdcNames,
      mtuBytes: text.trim() === "" ? Number.NaN : Number(text),
    });
    if (read.success && read.data.mtuBytes !== null) declare.mutate(read.data);
    else setError(read.error?.issues[0]?.message ?? "Give the path MTU in bytes.");
  };
  return (
    <>
      <KnownPathMtu known={known ?? null} overview={overview} />
      {may("node:manage") && (
        <form onSubmit={(event) => void submit(event)} className="flex items-start gap-2">
          <Field
            label={declared ? "Declare another" : "Declare it"}
            error={error ?? undefined}
            className="w-44"
          >
            <Input
              inputMode="numeric"
              placeholder="576–65535 bytes"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setError(null);
              }}
            />
          </Field>
          <Button type="submit" pending={declare.isPending} className="mt-6.5">
            Declare
          </Button>
          {declared && (
            <Button
              variant="ghost"
              className="mt-6.5"
              pending={declare.isPending}
              onClick={() => declare.mutate({ pdcNames, mtuBytes: null })}
            >
              Take back
            </Button>
          )}
        </form>
      )}
    </>
  );
}

type KnownPath = Overview["paths"][number];

/** What was declared and what was measured, and whether the one holds against the other. */
function KnownPathMtu({ known, overview }: { known: KnownPath | null; overview: Overview }) {
  if (!known) {
    return (
      <p className="mb-3 text-pretty text-muted">
        Neither declared nor measured, so the smaller MTU of both ends’ NICs is assumed for each link.
      </p>
    );
  }
  const measured = known.source === "measured" ? known : known.measured;
  const isOther = measured !== undefined && measured.mtuBytes !== known.mtuBytes;
  return (
    <div className="mb-3 flex flex-col gap-1 text-pretty">
      {known.source === "declared" && (
        <p>
          Declared: <span className="font-semibold tabular-nums">{known.mtuBytes} bytes</span>,{" "}
          <Age at={known.observedAt} className="text-muted" />. It counts before what is measured.
        </p>
      )}
      {measured && (
        <p>
          Measured between nodes:{" "}
          <span className="font-semibold tabular-nums">{measured.mtuBytes} bytes</span>,{" "}
          <Age at={measured.observedAt} className="text-muted" />
          {isStale(measured.observedAt, overview) && <span className="text-stale"> (stale)</span>}.
        </p>
      )}
      {isOther && (
        <p role="note" className="rounded-md bg-degraded-soft px-2.5 py-1.5 text-degraded">
          {measured.mtuBytes < known.mtuBytes
            ? "Packets of the declared size did not pass: full frames may fragment or be lost. Declare what was measured, or take it back."
            : "Larger packets than declared passed: the declaration gives room away."}
        </p>
      )}
    </div>
  );
}

function isStale(observedAt: Date, { builtAt, staleAfterSeconds }: Overview): boolean {
  return builtAt.getTime() - observedAt.getTime() > staleAfterSeconds * 1000;
}

function useDeclarePathMtu(onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  const declare = useMutation(
    trpc.mesh.declarePathMtu.mutationOptions({
      onSuccess: (_, { mtuBytes }) => {
        toast({
          title: mtuBytes === null ? "Path MTU taken back." : `Path MTU declared: ${mtuBytes} bytes.`,
        });
        onDone();
      },
      onError: (refusal) => setError(sentenceOf(refusal)),
      onSettled: () => queryClient.invalidateQueries(trpc.mesh.pathFilter()),
    }),
  );
  return { declare, error, setError };
}
