import { type ScenarioChange, ScenarioChange as ChangeSchema } from "#server/domain/what-if/scenario.ts";

export type ChangeKind = ScenarioChange["kind"];

/** Everything any form may hold, as it is typed; each kind of change looks at its own. */
export type FormValues = {
  from: string;
  to: string;
  nodeId: string;
  hostname: string;
  pdcName: string;
  adminAddress: string;
  externalAddress: string;
  ruleNames: readonly string[];
  ruleName: string;
  /** Of the rule: on all nodes, or on those named. */
  isOnAllNodes: boolean;
  nodeIds: readonly string[];
  mtuBytes: string;
  port: string;
  listenAddress: string;
  otherPdcName: string;
  isTakenBack: boolean;
  nic: "admin" | "external";
  isBetweenAll: boolean;
  transform: string;
  vdcId: string;
  direction: "widen" | "shrink";
  ids: "vxlan" | "vlan";
  /** `rule:…`, `tag:…` or "" for all user rules. */
  carrier: string;
  ranges: string;
};

const EMPTY: FormValues = {
  from: "",
  to: "",
  nodeId: "",
  hostname: "",
  pdcName: "",
  adminAddress: "",
  externalAddress: "",
  ruleNames: [],
  ruleName: "",
  isOnAllNodes: true,
  nodeIds: [],
  mtuBytes: "",
  port: "",
  listenAddress: "",
  otherPdcName: "",
  isTakenBack: false,
  nic: "external",
  isBetweenAll: false,
  transform: "aes-gcm",
  vdcId: "",
  direction: "shrink",
  ids: "vxlan",
  carrier: "",
  ranges: "",
};

/** Stands for the nodes without a PDC name, as "" is nothing chosen. */
export const NAMELESS = "\n";

/** The field that an entry point fills in, by kind. */
const SUBJECT_FIELDS: Record<ChangeKind, keyof FormValues> = {
  "rename-pdc": "from",
  "move-node": "nodeId",
  "add-node": "pdcName",
  "remove-node": "nodeId",
  "change-rule": "ruleName",
  "declare-path": "pdcName",
  "set-nic-mtu": "pdcName",
  "switch-cipher": "pdcName",
  "change-delegation": "vdcId",
};

/** `subjects`: what it is about, as the page that leads here knows it. */
export function valuesAbout(kind: ChangeKind, [subject = "", other = ""]: readonly string[]): FormValues {
  return { ...EMPTY, [SUBJECT_FIELDS[kind]]: subject, otherPdcName: other };
}

/** A kind with a form, when an address asks for one. */
export function kindOf(text: string): ChangeKind | null {
  return Object.keys(SUBJECT_FIELDS).find((kind): kind is ChangeKind => kind === text) ?? null;
}

const textOrNull = (text: string) => (text.trim() === "" ? null : text.trim());
/** What is no number becomes NaN, which the schema refuses in its own words. */
const numberOrNull = (text: string) => (text.trim() === "" ? null : Number(text));

export type ReadForm =
  | { change: ScenarioChange; problems: null }
  /** By the field of `FormValues`. */
  | { change: null; problems: ReadonlyMap<string, string> };

export function readForm(kind: ChangeKind, values: FormValues): ReadForm {
  const parsed = ChangeSchema.safeParse(given(kind, values));
  if (parsed.success) return { change: parsed.data, problems: null };
  const problems = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = fieldOf(kind, path);
    if (!problems.has(field)) problems.set(field, message);
  }
  return { change: null, problems };
}

function fieldOf(kind: ChangeKind, [name, at]: readonly PropertyKey[]): string {
  if (name === "pdcNames") return at === 1 ? "otherPdcName" : "pdcName";
  if (name === "nicTagName" || (kind === "change-delegation" && name === "ruleName")) return "carrier";
  return String(name);
}

function given(kind: ChangeKind, values: FormValues): object {
  const { from, to, nodeId, pdcName, otherPdcName, ruleName, ranges } = values;
  switch (kind) {
    case "rename-pdc":
      return { kind, from: from === NAMELESS ? "" : from || undefined, to: to.trim() };
    case "move-node":
      return { kind, nodeId, to: to.trim() };
    case "add-node":
      return {
        kind,
        hostname: values.hostname.trim(),
        pdcName: pdcName.trim(),
        adminAddress: textOrNull(values.adminAddress),
        externalAddress: textOrNull(values.externalAddress),
        ruleNames: [...values.ruleNames],
      };
    case "remove-node":
      return { kind, nodeId };
    case "change-rule":
      return {
        kind,
        ruleName,
        nodeIds: values.isOnAllNodes ? null : [...values.nodeIds],
        mtuBytes: numberOrNull(values.mtuBytes),
        port: numberOrNull(values.port),
        listenAddress: textOrNull(values.listenAddress),
      };
    case "declare-path":
      return {
        kind,
        pdcNames: [pdcName, otherPdcName],
        mtuBytes: values.isTakenBack ? null : (numberOrNull(values.mtuBytes) ?? Number.NaN),
      };
    case "set-nic-mtu":
      return { kind, pdcName, nic: values.nic, mtuBytes: numberOrNull(values.mtuBytes) ?? Number.NaN };
    case "switch-cipher":
      return {
        kind,
        pdcNames: values.isBetweenAll ? null : [pdcName, otherPdcName],
        transform: values.transform,
      };
    case "change-delegation":
      return {
        kind,
        vdcId: values.vdcId,
        direction: values.direction,
        ids: values.ids,
        ruleName: values.carrier.startsWith("rule:") ? values.carrier.slice("rule:".length) : null,
        nicTagName: values.carrier.startsWith("tag:") ? values.carrier.slice("tag:".length) : null,
        ranges: ranges.trim(),
      };
  }
}
