"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";
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
  const declared = overview.declaredPaths.find(
    (path) => path.pdcNames.toSorted().join("\n") === pdcNames.toSorted().join("\n"),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = PathMtuDeclaration.safeParse({
      pdcNames,
      mtuBytes: text.trim() === "" ? Number.NaN : Number(text),
    });
    if (read.success && read.data.mtuBytes !== null) declare.mutate(read.data);
    else setError(read.error?.issues[0]?.message ?? "Give the path MTU in bytes.");
  };
  return (
    <>
      <p className="mb-3 text-pretty">
        {declared ? (
          <>
            Declared: <span className="font-semibold tabular-nums">{declared.mtuBytes} bytes</span>,{" "}
            <Age at={declared.observedAt} className="text-muted" />.
          </>
        ) : (
          <span className="text-muted">
            Not declared, so the smaller MTU of both ends’ NICs is assumed for each link.
          </span>
        )}
      </p>
      {may("node:manage") && (
        <form onSubmit={submit} className="flex items-start gap-2">
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
