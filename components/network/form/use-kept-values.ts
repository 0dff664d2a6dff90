"use client";

import { useEffect, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { FormFields, type NetworkFormValues } from "./form-values.ts";

type Form = UseFormReturn<NetworkFormValues, unknown, NetworkDraft>;

function readKept(key: string): NetworkFormValues | null {
  try {
    return FormFields.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Keeps what is typed for as long as the tab lives, so that leaving the page loses nothing. `key` null: nothing is kept.
 * `forget` once it is made, or to begin anew.
 */
export function useKeptValues(key: string | null, form: Form, values: NetworkFormValues) {
  const [isRestored, setIsRestored] = useState(false);
  const isReady = useRef(false);
  const text = JSON.stringify(values);
  const { reset, formState } = form;
  const { isDirty } = formState;

  useEffect(() => {
    const kept = key === null ? null : readKept(key);
    if (kept) {
      reset(kept, { keepDefaultValues: true });
      // The tab's storage is an outside system, and the server's rendering cannot know it.
      // oxlint-disable-next-line react/set-state-in-effect
      setIsRestored(true);
    }
    isReady.current = true;
  }, [key, reset]);
  useEffect(() => {
    if (key !== null && isReady.current && isDirty) sessionStorage.setItem(key, text);
  }, [key, text, isDirty]);

  const forget = () => {
    if (key !== null) sessionStorage.removeItem(key);
    isReady.current = false;
  };
  const beginAnew = () => {
    if (key !== null) sessionStorage.removeItem(key);
    setIsRestored(false);
    reset();
  };
  return { isRestored, forget, beginAnew };
}
