import * as z from "zod";
import { parseIpv4 } from "../ipv4.ts";
import {
  OVERLAY_MTU_BYTES_MAX,
  OVERLAY_MTU_BYTES_MIN,
  UNDERLAY_MTU_BYTES_MAX,
  UNDERLAY_MTU_BYTES_MIN,
} from "../mtu.ts";

const NODE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAMED_NODES_MAX = 40;
export const SCENARIO_CHANGES_MAX = 20;
/** Of a scenario as it stands in an address: some browsers and proxies end there, and so does a question to the server. */
const ADDRESS_LENGTH_MAX = 3000;

const NodeId = z.string("Choose a node.").regex(NODE_ID, "Choose a node.");
const HeldPdcName = z.string("Choose a PDC.").max(256, "A PDC name has at most 256 characters.");
const PdcName = HeldPdcName.min(1, "Write the name of a PDC.");
const RuleName = z
  .string("Choose an overlay rule.")
  .min(1, "Choose an overlay rule.")
  .max(64, "No overlay rule has a name that long.");
const Ipv4 = z
  .string("Write an IPv4 address.")
  .max(15, "Write an IPv4 address.")
  .refine((text) => parseIpv4(text) !== null, "Write an IPv4 address, such as 203.0.113.7.");
const bytes = (noun: string, min: number, max: number) => {
  const range = `${noun} is a whole number from ${min} to ${max}.`;
  return z.number(range).int(range).min(min, range).max(max, range);
};
const OverlayMtu = bytes("The MTU of a rule", OVERLAY_MTU_BYTES_MIN, OVERLAY_MTU_BYTES_MAX);
const UnderlayMtu = bytes("The MTU", UNDERLAY_MTU_BYTES_MIN, UNDERLAY_MTU_BYTES_MAX);
const Port = bytes("A UDP port", 1, 65_535);

/** ESP transforms to switch to, in the words of a node's policy. */
export const TRANSFORMS = {
  "aes-sha512": { label: "AES-CBC with SHA-512", encryption: "aes", authentication: "sha512" },
  "aes-sha256": { label: "AES-CBC with SHA-256", encryption: "aes", authentication: "sha256" },
  "aes-gcm": { label: "AES-GCM", encryption: "aes-gcm(128)", authentication: null },
} as const;
export type TransformName = keyof typeof TRANSFORMS;
const TransformName = z.enum(
  // The keys of the table above, which Object.keys does not tell.
  Object.keys(TRANSFORMS) as [TransformName, ...TransformName[]],
  "Choose a cipher.",
);

/** One thing that might be done. */
export const ScenarioChange = z.discriminatedUnion(
  "kind",
  [
    /** `from` "": the nodes that report no name. */
    z.object({ kind: z.literal("rename-pdc"), from: HeldPdcName, to: PdcName }),
    z.object({ kind: z.literal("move-node"), nodeId: NodeId, to: PdcName }),
    z.object({
      kind: z.literal("add-node"),
      hostname: z
        .string("Write the host name.")
        .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/, "A host name has letters, digits, dots and hyphens."),
      pdcName: PdcName,
      adminAddress: Ipv4.nullable(),
      externalAddress: Ipv4.nullable(),
      ruleNames: z.array(RuleName).max(20, "Name at most 20 overlay rules."),
    }),
    z.object({ kind: z.literal("remove-node"), nodeId: NodeId }),
    z.object({
      kind: z.literal("change-rule"),
      ruleName: RuleName,
      /** null: on all that have it. */
      nodeIds: z
        .array(NodeId)
        .min(1, "Choose a node, or all nodes.")
        .max(NAMED_NODES_MAX, `Name at most ${NAMED_NODES_MAX} nodes, or all.`)
        .nullable(),
      /** null in these three: as it is. */
      mtuBytes: OverlayMtu.nullable(),
      port: Port.nullable(),
      listenAddress: Ipv4.nullable(),
    }),
    /** `mtuBytes` null: the declaration is taken back. */
    z.object({
      kind: z.literal("declare-path"),
      pdcNames: z.tuple([PdcName, PdcName]),
      mtuBytes: UnderlayMtu.nullable(),
    }),
    z.object({
      kind: z.literal("set-nic-mtu"),
      pdcName: PdcName,
      nic: z.enum(["admin", "external"], "Choose the admin or the external NIC."),
      mtuBytes: UnderlayMtu,
    }),
    /** `pdcNames` null: between all PDCs. */
    z.object({
      kind: z.literal("switch-cipher"),
      pdcNames: z.tuple([PdcName, PdcName]).nullable(),
      transform: TransformName,
    }),
    /** VXLAN ids of a rule (null: all user rules), or VLAN ids on a rule or a NIC tag. */
    z.object({
      kind: z.literal("change-delegation"),
      vdcId: z.guid("Choose a vDC."),
      direction: z.enum(["widen", "shrink"], "Widen or shrink it."),
      ids: z.enum(["vxlan", "vlan"], "Choose VXLAN or VLAN ids."),
      ruleName: RuleName.nullable(),
      nicTagName: z.string().min(1).max(64).nullable(),
      ranges: z
        .string("Write ranges.")
        .min(1, "Write ranges, such as 100-199.")
        .max(500, "Write fewer ranges."),
    }),
  ],
  "This is no change that can be tried.",
);
export type ScenarioChange = z.infer<typeof ScenarioChange>;
export type ChangeOf<K extends ScenarioChange["kind"]> = Extract<ScenarioChange, { kind: K }>;

export const Scenario = z
  .array(ScenarioChange)
  .max(SCENARIO_CHANGES_MAX, `A scenario has at most ${SCENARIO_CHANGES_MAX} changes.`);

/** As in an address; null when it would be longer than an address may be. */
export function formatScenario(changes: readonly ScenarioChange[]): string | null {
  const text = changes.length === 0 ? "" : JSON.stringify(changes);
  return encodeURIComponent(text).length > ADDRESS_LENGTH_MAX ? null : text;
}

export type ReadScenario = {
  changes: ScenarioChange[];
  /** What of the address could not be read; null: nothing. */
  problem: string | null;
};

/** Keeps what can be kept of an address that somebody mistyped, or that is from another release. */
export function readScenario(text: string): ReadScenario {
  if (text === "") return { changes: [], problem: null };
  if (encodeURIComponent(text.toWellFormed()).length > ADDRESS_LENGTH_MAX) {
    return { changes: [], problem: "The scenario in this address is too long, so none of it was tried." };
  }
  const given = jsonOf(text);
  if (!Array.isArray(given)) {
    return { changes: [], problem: "The scenario in this address cannot be read, so nothing was tried." };
  }
  const read = given.slice(0, SCENARIO_CHANGES_MAX).flatMap((change) => {
    const parsed = ScenarioChange.safeParse(change);
    return parsed.success ? [parsed.data] : [];
  });
  const lost = given.length - read.length;
  const of = given.length === 1 ? "The change" : `${lost} of the ${given.length} changes`;
  return {
    changes: read,
    problem:
      lost === 0 ? null : `${of} in this address cannot be read and ${lost === 1 ? "was" : "were"} left out.`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
