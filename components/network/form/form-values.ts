import * as z from "zod";
import type { Violation } from "#server/domain/errors.ts";
import { NETWORK_ACCESSES, NetworkDraft } from "#server/domain/network/draft.ts";
import { networkFieldViolations } from "#server/domain/network/field-violations.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";

type Network = RouterOutputs["network"]["byId"];

export const FormFields = z.object({
  name: z.string(),
  alias: z.string(),
  description: z.string(),
  access: z.enum(NETWORK_ACCESSES),
  carrier: z.enum(["rule", "tag"]),
  overlayRuleName: z.string(),
  nicTagName: z.string(),
  /** "": the next free one. */
  vxlanId: z.string(),
  /** "": the next free one. */
  vlanId: z.string(),
  /** "": the default. */
  mtuBytes: z.string(),
  subnet: z.string(),
  gateway: z.string(),
  /** Separated by commas or spaces. */
  resolvers: z.string(),
  dnsDomain: z.string(),
  ptrDomain: z.string(),
  isDhcpPassthrough: z.boolean(),
  /** A member's name, or one of the two choices that are no name. */
  ownerName: z.string(),
  allowOverlapInVdc: z.boolean(),
});
/** No name begins with a star. */
export const OWNER_SELF = "*self";
export const OWNER_NOBODY = "*nobody";

/** What the fields hold while they are typed: texts, so that nothing typed is ever lost. */
export type NetworkFormValues = z.infer<typeof FormFields>;

/** The form's schema: whatever is typed, judged by the server's own rules, and then a draft. */
export const NetworkForm = FormFields.superRefine((values, context) => {
  for (const { field, message } of formViolations(values)) {
    context.addIssue({ code: "custom", path: field === "" ? [] : [field], message });
  }
}).transform(draftOf);

/** A whole number, or NaN, which every rule refuses in its own words. */
function numberOf(text: string): number {
  const trimmed = text.trim();
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

const idOf = (text: string) => (text.trim() === "" ? ("next-free" as const) : numberOf(text));

export function draftOf(values: NetworkFormValues): NetworkDraft {
  const isOnRule = values.carrier === "rule";
  return {
    name: values.name.trim(),
    alias: values.alias.trim(),
    description: values.description.trim(),
    access: values.access,
    overlayRuleName: isOnRule ? values.overlayRuleName : null,
    nicTagName: isOnRule ? null : values.nicTagName,
    vxlanId: isOnRule ? idOf(values.vxlanId) : null,
    vlanId: idOf(values.vlanId),
    mtuBytes: values.mtuBytes.trim() === "" ? null : numberOf(values.mtuBytes),
    subnet: values.subnet.trim(),
    gateway: values.gateway.trim(),
    resolvers: values.resolvers.split(/[\s,;]+/).filter((resolver) => resolver !== ""),
    dnsDomain: values.dnsDomain.trim(),
    ptrDomain: values.ptrDomain.trim(),
    isDhcpPassthrough: values.isDhcpPassthrough,
    ...(values.ownerName !== OWNER_SELF && {
      ownerName: values.ownerName === OWNER_NOBODY ? null : values.ownerName,
    }),
    allowOverlapInVdc: values.allowOverlapInVdc,
  };
}

/** Everything wrong with the draft by itself, at most one sentence a field, in the server's words. */
export function formViolations(values: NetworkFormValues): Violation[] {
  const draft = draftOf(values);
  const carrierField = values.carrier === "rule" ? "overlayRuleName" : "nicTagName";
  const isCarrierMissing = !(draft.overlayRuleName ?? draft.nicTagName);
  const carrierMissing = {
    field: carrierField,
    message: values.carrier === "rule" ? "Choose an overlay rule." : "Choose a NIC tag.",
  };
  const shape = NetworkDraft.safeParse(draft).error?.issues ?? [];
  const found = [
    ...(isCarrierMissing ? [carrierMissing] : []),
    ...networkFieldViolations(draft),
    ...shape.map(({ path, message }) => ({ field: String(path[0] ?? ""), message })),
  ];
  return found.filter(({ field }, index) => found.findIndex((other) => other.field === field) === index);
}

/** A form to begin with; on the rule or tag that is likeliest wanted. */
export function emptyValues(on: { overlayRuleName?: string; nicTagName?: string }): NetworkFormValues {
  return {
    name: "",
    alias: "",
    description: "",
    access: "private",
    carrier: on.overlayRuleName !== undefined || on.nicTagName === undefined ? "rule" : "tag",
    overlayRuleName: on.overlayRuleName ?? "",
    nicTagName: on.nicTagName ?? "",
    vxlanId: "",
    vlanId: "0",
    mtuBytes: "",
    subnet: "",
    gateway: "",
    resolvers: "",
    dnsDomain: "",
    ptrDomain: "",
    isDhcpPassthrough: false,
    ownerName: OWNER_SELF,
    allowOverlapInVdc: false,
  };
}

export function valuesOf(network: Network): NetworkFormValues {
  return {
    name: network.name,
    alias: network.alias,
    description: network.description,
    access: network.access,
    carrier: network.overlayRuleName === null ? "tag" : "rule",
    overlayRuleName: network.overlayRuleName ?? "",
    nicTagName: network.nicTagName ?? "",
    vxlanId: network.vxlanId === null ? "" : String(network.vxlanId),
    vlanId: String(network.vlanId),
    mtuBytes: String(network.mtuBytes),
    subnet: network.subnet,
    gateway: network.gateway ?? "",
    resolvers: network.resolvers.join(", "),
    dnsDomain: network.dnsDomain,
    ptrDomain: network.ptrDomain,
    isDhcpPassthrough: network.isDhcpPassthrough,
    ownerName: network.ownerName ?? OWNER_NOBODY,
    // What overlaps already was allowed once.
    allowOverlapInVdc: false,
  };
}

/** Of a draft made by the server; "next-free" is an empty field. */
export function valuesOfDraft(draft: NetworkDraft): NetworkFormValues {
  const idText = (id: number | "next-free" | null) => (typeof id === "number" ? String(id) : "");
  return {
    name: draft.name,
    alias: draft.alias,
    description: draft.description,
    access: draft.access,
    carrier: draft.overlayRuleName === null ? "tag" : "rule",
    overlayRuleName: draft.overlayRuleName ?? "",
    nicTagName: draft.nicTagName ?? "",
    vxlanId: idText(draft.vxlanId),
    vlanId: idText(draft.vlanId),
    mtuBytes: draft.mtuBytes === null ? "" : String(draft.mtuBytes),
    subnet: draft.subnet,
    gateway: draft.gateway,
    resolvers: draft.resolvers.join(", "),
    dnsDomain: draft.dnsDomain,
    ptrDomain: draft.ptrDomain,
    isDhcpPassthrough: draft.isDhcpPassthrough,
    ownerName: OWNER_SELF,
    allowOverlapInVdc: draft.allowOverlapInVdc,
  };
}
