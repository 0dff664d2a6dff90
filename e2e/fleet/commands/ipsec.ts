import type { FleetNodeState, FleetTransform } from "../node-state.ts";
import { hasAssociations, ipsecPeers, transformFor } from "../peers.ts";
import type { FleetNodes } from "../peers.ts";
import { seededHex, seededNumber } from "../seeded.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { parseOptions } from "./options.ts";

const ALGORITHMS: Record<
  FleetTransform,
  { encryption: string; encryptionBits: number; authenticationBits: number }
> = {
  "aes sha512": { encryption: "aes-cbc", encryptionBits: 128, authenticationBits: 512 },
  "aes(256) sha512": { encryption: "aes-cbc", encryptionBits: 256, authenticationBits: 512 },
  "aes-gcm": { encryption: "aes-gcm", encryptionBits: 128, authenticationBits: 0 },
};

/** Without -p the real command shows the keys themselves; nothing here has keys to show. */
export const ipseckey: NodeCommand = (node, args, fleet) => {
  const options = parseOptions(args, "nvps:f:c:");
  const [subcommand, type = "all"] = options?.operands ?? [];
  if (subcommand !== "dump") return refuses("Unknown command, use help for help");
  const associations = type === "ah" ? [] : associationsOf(fleet, node);
  const blocks = associations.map((association, index) => associationBlock(association, index + 1));
  return says(`${blocks.join("")}Dump succeeded for SA type ${{ esp: 3, ah: 2 }[type] ?? 0}.\n`);
};

type Association = {
  source: string;
  destination: string;
  isInbound: boolean;
  spi: string;
  pairedSpi: string;
  transform: FleetTransform;
  carriedBytes: number;
};

function associationsOf(fleet: FleetNodes, node: FleetNodeState): Association[] {
  return ipsecPeers(fleet, node)
    .filter(({ peer }) => hasAssociations(node, peer))
    .flatMap(({ peer, local, remote }) => {
      const transform = transformFor(node, peer);
      const isLost = (source: string) => source === remote && node.trouble.nothingFrom.includes(peer.name);
      const association = (source: string, destination: string): Association => ({
        source,
        destination,
        isInbound: destination === local,
        spi: spiOf(source, destination),
        pairedSpi: spiOf(destination, source),
        transform,
        carriedBytes: isLost(source) ? 0 : 40_000 + seededNumber(`bytes ${source} ${destination}`, 9_000_000),
      });
      return [association(remote, local), association(local, remote)];
    });
}

function spiOf(source: string, destination: string): string {
  return `0x${seededHex(`spi ${source} ${destination}`, 8).replace(/^0/, "1")}`;
}

function associationBlock(association: Association, message: number): string {
  const { encryption, encryptionBits, authenticationBits } = ALGORITHMS[association.transform];
  const isCombined = authenticationBits === 0;
  const authentication = isCombined ? "<none>" : "hmac-sha512";
  const direction = association.isInbound ? "X_INBOUND X_PAIRED" : "X_OUTBOUND X_PAIRED";
  const hidden = (tag: string, bits: number) => `${tag}: ${"XX".repeat(bits / 8)}/${bits}\n`;
  return [
    "\n",
    `Base message (version 2) type DUMP, SA type ESP.\n`,
    `Message length ${isCombined ? 232 : 312} bytes, seq=${message}, pid=6514.\n`,
    `SA: SADB_ASSOC spi=${association.spi}, replay window size=32, state=MATURE\n`,
    `SA: Authentication algorithm = ${authentication}\n`,
    `SA: Encryption algorithm = ${encryption}\n`,
    `SA: flags=0x80000000 < ${direction} >\n`,
    "SRC: Source address (proto=17)\n",
    `SRC: AF_INET: port 0, ${association.source}.\n`,
    "DST: Destination address (proto=17)\n",
    `DST: AF_INET: port 0, ${association.destination}.\n`,
    isCombined ? "" : `AKY: Authentication key.\n${hidden("AKY", authenticationBits)}`,
    `EKY: Encryption key.\n${hidden("EKY", encryptionBits)}`,
    `OTH: Paired with spi=${association.pairedSpi}\n`,
    "LT: Lifetime information\n",
    `CLT: ${association.carriedBytes} bytes protected, 0 allocations used.\n`,
    "CLT: SA added at time Tue Sep  1 12:00:00 2026\n",
    "CLT: SA first used at time Tue Sep  1 12:00:01 2026\n",
    "SLT: Soft lifetime information:\n",
    "SLT: 0 bytes of lifetime, 0 allocations.\n",
    "SLT: 150 seconds of post-add lifetime.\n",
    "HLT: Hard lifetime information:\n",
    "HLT: 0 bytes of lifetime, 0 allocations.\n",
    "HLT: 300 seconds of post-add lifetime.\n",
  ].join("");
}

/** `[-n] dump p1`: an active phase 1 association for every peer that also has associations. */
export const ikeadm: NodeCommand = (node, args, fleet) => {
  const options = parseOptions(args, "np");
  if (options?.operands.join(" ") !== "dump p1") return refuses("Unrecognized command");
  const peers = ipsecPeers(fleet, node).filter(({ peer }) => hasAssociations(node, peer));
  const blocks = peers.map(({ peer, local, remote }) => phaseOneBlock(node.name < peer.name, local, remote));
  return says(`${blocks.join("")}\nCompleted dump of phase 1 SA info\n`);
};

function phaseOneBlock(isInitiator: boolean, local: string, remote: string): string {
  const [initiator, responder] = isInitiator ? [local, remote] : [remote, local];
  const [localRole, remoteRole] = isInitiator ? ["Initiator", "Responder"] : ["Responder", "Initiator"];
  return [
    "",
    `IKESA: Cookies: Initiator 0x${seededHex(`cookie ${initiator} ${responder}`, 16)}  Responder 0x${seededHex(`cookie ${responder} ${initiator}`, 16)}`,
    `IKESA: The local host is the ${localRole?.toLowerCase()}.`,
    "IKESA: ISAKMP version 1.0; main mode (identity protect) exchange",
    "IKESA: Current state is ACTIVE",
    "XFORM: Authentication method: pre-shared key",
    "XFORM: Encryption alg: aes-cbc(128); Authentication alg: hmac-sha256",
    "XFORM: PRF: HMAC SHA256 ; Oakley Group: 1536-bit MODP (group 5)",
    "XFORM: Phase 2 PFS is required (Oakley Group: 1536-bit MODP (group 5))",
    `LOCIP: Address (${localRole}):`,
    `LOCIP: AF_INET: port 500, ${local} <unknown>.`,
    `REMIP: Address (${remoteRole}):`,
    `REMIP: AF_INET: port 500, ${remote} <unknown>.`,
    "LIFTM: Lifetime limits:",
    "LIFTM: 900 seconds (15.00 minutes); 0 kbytes protected",
    "STATS: 2 Quick Mode SAs created; 1 Quick Mode SAs deleted",
    "ERRS:  0 RX errors: 0 decryption, 0 hash, 0 other",
    "ERRS:  0 TX errors",
    "",
  ].join("\n");
}
