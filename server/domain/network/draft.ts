import * as z from "zod";
import type { Segment } from "../delegation.ts";

export const NETWORK_ACCESSES = ["public", "private", "deleted"] as const;
type NetworkAccess = (typeof NETWORK_ACCESSES)[number];

const TEXT_LENGTH_MAX = 1000;
const text = (what: string) =>
  z
    .string({ error: `Write the ${what} as text.` })
    .trim()
    .max(TEXT_LENGTH_MAX, { error: `The ${what} is far too long.` });
const number = (what: string) => z.number({ error: `Write the ${what} as a number.` });

/**
 * What a person asks for, by shape only, so that everything wrong with it can be told at once:
 * `networkFieldViolations` judges it alone, `planNetwork` with everything around it.
 */
export const NetworkDraft = z.object({
  name: text("name"),
  /** "": the name. */
  alias: text("alias").default(""),
  description: text("description").default(""),
  access: z.enum(NETWORK_ACCESSES, { error: "Choose public, private or deleted." }).default("private"),
  subnet: text("subnet"),
  /** "": none. */
  gateway: text("gateway").default(""),
  resolvers: z
    .array(text("resolver"), { error: "Write the resolvers as a list." })
    .max(100, { error: "A network has at most 8 resolvers." })
    .default([]),
  dnsDomain: text("DNS domain").default(""),
  ptrDomain: text("PTR domain").default(""),
  isDhcpPassthrough: z.boolean({ error: "Say yes or no." }).default(false),
  overlayRuleName: text("overlay rule").nullable().default(null),
  nicTagName: text("NIC tag").nullable().default(null),
  /** null: not on an overlay. */
  vxlanId: z
    .union([number("VXLAN id"), z.literal("next-free")], { error: "Write the VXLAN id as a number." })
    .nullable()
    .default(null),
  /** 0: untagged. */
  vlanId: z.union([number("VLAN id"), z.literal("next-free")], { error: "Write the VLAN id as a number." }),
  /** null: the default, or what it is when the network exists. */
  mtuBytes: number("MTU").nullable().default(null),
  /** A member's name; null: its network-admins together; left out: who makes it, or whoever it is when the network exists. */
  ownerName: text("owner").nullable().optional(),
  /** The network-admin knows that the subnet overlaps another of the vDC. */
  allowOverlapInVdc: z.boolean({ error: "Say yes or no." }).default(false),
});
export type NetworkDraft = z.infer<typeof NetworkDraft>;

/** A network with every id chosen and every default filled in; nothing is "" that means none. */
export type NetworkValues = Segment & {
  name: string;
  alias: string;
  description: string;
  access: NetworkAccess;
  subnet: string;
  gateway: string | null;
  resolvers: string[];
  dnsDomain: string;
  ptrDomain: string;
  isDhcpPassthrough: boolean;
  mtuBytes: number;
  /** The VXLAN id is delegated to several vDCs. */
  isVxlanShared: boolean;
  /** The overlay rule, when it wants every address once; else null. */
  addressScopeRuleName: string | null;
};
