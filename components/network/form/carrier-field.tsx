"use client";

import { Field } from "../../ui/field.tsx";
import { RadioGroup } from "../../ui/radio-group.tsx";
import { Select } from "../../ui/select.tsx";
import { setField } from "./form-parts.ts";
import type { SegmentPartProps } from "./segment-part.tsx";

const TYPE_WORDS = {
  normal: "a NIC",
  aggr: "several NICs joined",
  etherstub: "inside one node only",
} as const;

/** The kind is asked only where both are delegated. */
export function CarrierField({
  form,
  values,
  violations,
  lockedReason,
  use,
  carrierAdvice,
}: SegmentPartProps) {
  const isChoice = (use.rules.length > 0 && use.tags.length > 0) || values.carrier === "tag";
  return (
    <>
      {isChoice && (
        <RadioGroup
          aria-label="What carries it"
          value={values.carrier}
          onValueChange={(carrier) => lockedReason === null && setField(form, "carrier", carrier)}
          className="sm:grid sm:grid-cols-2"
          options={[
            {
              value: "rule",
              label: "An overlay",
              description: "Spans nodes and physical data centers.",
              disabled: lockedReason !== null || use.rules.length === 0,
            },
            {
              value: "tag",
              label: "A NIC of the nodes",
              description: "Reaches as far as the wire behind it.",
              disabled: lockedReason !== null || use.tags.length === 0,
            },
          ]}
        />
      )}
      {values.carrier === "rule" ? (
        <Field
          label="Overlay rule"
          required
          error={violations.get("overlayRuleName")}
          warning={carrierAdvice}
          help={lockedReason ?? "How nodes make this overlay: their port, their address table, their MTU."}
        >
          <Select
            value={values.overlayRuleName || undefined}
            onValueChange={(name) => setField(form, "overlayRuleName", name)}
            disabled={lockedReason !== null}
            placeholder="Choose an overlay rule"
            options={use.rules.map(({ overlayRuleName, counts, mtuBytes }) => ({
              value: overlayRuleName,
              label: overlayRuleName,
              description: `MTU ${mtuBytes}, ${counts.free.toLocaleString("en")} VXLANs free`,
            }))}
          />
        </Field>
      ) : (
        <Field
          label="NIC tag"
          required
          error={violations.get("nicTagName")}
          warning={carrierAdvice}
          help={lockedReason ?? "The nodes’ name for the NIC the network is on."}
        >
          <Select
            value={values.nicTagName || undefined}
            onValueChange={(name) => setField(form, "nicTagName", name)}
            disabled={lockedReason !== null}
            placeholder="Choose a NIC tag"
            options={use.tags.map(({ nicTagName, type }) => ({
              value: nicTagName,
              label: nicTagName,
              description: TYPE_WORDS[type],
            }))}
          />
        </Field>
      )}
    </>
  );
}
