import type { UseFormReturn } from "react-hook-form";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import type { NetworkFormValues } from "./form-values.ts";

/** What each part of the form is given. */
export type PartProps = {
  form: UseFormReturn<NetworkFormValues, unknown, NetworkDraft>;
  values: NetworkFormValues;
  /** One sentence a field. */
  violations: ReadonlyMap<string, string>;
  /** Why ids, subnet, gateway and MTU cannot be changed; null when they can. */
  lockedReason: string | null;
};

const CHANGED = { shouldDirty: true, shouldTouch: true, shouldValidate: true } as const;

/** Sets a field as if it had been typed. */
export function setField<K extends keyof NetworkFormValues>(
  form: PartProps["form"],
  field: K,
  value: NetworkFormValues[K],
): void {
  // The library's value type follows from a path, which for a flat form is the key itself.
  form.setValue<keyof NetworkFormValues>(field, value, CHANGED);
}
