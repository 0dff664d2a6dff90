"use client";

import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { MtuVerdictText } from "../mtu-proof.tsx";
import { mtuVerdict } from "../mtu-verdict.ts";
import { defaultMtuBytesOf } from "./default-mtu.ts";
import { draftOf } from "./form-values.ts";
import type { SegmentPartProps } from "./segment-part.tsx";

export function MtuField({ form, values, violations, lockedReason, limits }: SegmentPartProps) {
  const draft = draftOf(values);
  const vlanId = typeof draft.vlanId === "number" ? draft.vlanId : 1;
  const limit = limits.find(({ overlayRuleName }) => overlayRuleName === draft.overlayRuleName);
  const defaultBytes = defaultMtuBytesOf(draft.overlayRuleName === null ? null : limit, vlanId);
  const mtuBytes = draft.mtuBytes ?? defaultBytes;
  const problem = violations.get("mtuBytes");
  const isJudged = mtuBytes !== null && mtuBytes >= 576 && mtuBytes <= 9000 && !problem;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="MTU"
        error={problem}
        help={
          lockedReason ??
          "The largest packet a VM sends. Leave it empty for the largest that every known path carries whole."
        }
      >
        <Input
          {...form.register("mtuBytes")}
          inputMode="numeric"
          autoComplete="off"
          readOnly={lockedReason !== null}
          placeholder={defaultBytes === null ? "" : `${defaultBytes}, the default`}
          className="tabular-nums"
        />
      </Field>
      {isJudged && (
        <MtuVerdictText
          verdict={mtuVerdict({ overlayRuleName: draft.overlayRuleName, vlanId, mtuBytes }, limits)}
        />
      )}
    </div>
  );
}
