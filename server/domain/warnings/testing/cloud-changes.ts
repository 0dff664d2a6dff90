import type { Node } from "../../node.ts";
import { NOW, OBSERVED_AT, type Parts } from "./healthy-cloud.ts";

export const HOSTNAMES = ["a1", "a2", "b1", "b2"];
export const onAll = (change: (parts: Parts) => void) =>
  Object.fromEntries(HOSTNAMES.map((name) => [name, change]));
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error("The healthy cloud has no such item.");
  return item;
}
export const pdcName = (name: string) => (parts: Parts) => {
  parts.identity.pdcName = name;
};
export const externalAddress = (address: string | null) => (parts: Parts) => {
  for (const vnic of parts.hostVnics) vnic.ipv4Address = address;
};
export const rule = (change: Partial<Parts["overlayRules"][number]>) => (parts: Parts) => {
  for (const held of parts.overlayRules) Object.assign(held, change);
};
export const overlay = (change: Partial<Parts["overlays"][number]>) => (parts: Parts) => {
  for (const live of parts.overlays) Object.assign(live, change);
};
export const overlayMtu = (mtuBytes: number) => (parts: Parts) => {
  rule({ mtuBytes })(parts);
  overlay({ mtuBytes })(parts);
};
export const underlayMtu = (mtuBytes: number) => (parts: Parts) => {
  for (const link of [...parts.nics, ...parts.hostVnics]) link.mtuBytes = mtuBytes;
};
export const ikeRule = (change: Partial<Parts["ipsec"]["ikeRules"][number]>) => ({
  label: "a1-b1",
  localAddress: "198.18.0.1",
  remoteAddress: "198.18.1.1",
  authenticationMethod: "preshared",
  encryptionAlgorithm: "aes",
  hashAlgorithm: "sha256",
  diffieHellmanGroup: 14,
  perfectForwardSecrecyGroup: 14,
  lifetimeSeconds: null,
  ...change,
});
/** Toward every peer there is a key for. */
export const certificates = ({ ipsec }: Parts) => {
  ipsec.ikeRules = ipsec.presharedKeys.map(({ localAddress, remoteAddress }) =>
    ikeRule({ localAddress, remoteAddress, authenticationMethod: "rsa_sig" }),
  );
};
export const associations = (sentBytes: number | null, takenBytes: number | null) => (parts: Parts) => {
  const association = { spi: "1", state: "MATURE", encryptionAlgorithm: null, authenticationAlgorithm: null };
  const [own, peer] = ["198.18.0.1", "198.18.1.1"];
  parts.ipsec.associations = [
    {
      ...association,
      direction: "outbound",
      sourceAddress: own,
      destinationAddress: peer,
      carriedBytes: sentBytes,
    },
    {
      ...association,
      direction: "inbound",
      sourceAddress: peer,
      destinationAddress: own,
      carriedBytes: takenBytes,
    },
  ];
};
export const DAY_MILLISECONDS = 86_400_000;
export const keyAge = (milliseconds: number) => (parts: Parts) => {
  for (const key of parts.ipsec.presharedKeys) key.knownSince = NOW.getTime() - milliseconds;
};
export const onAdminoverlay = (parts: Parts) => {
  const [rule, overlay, vnic] = [at(parts.overlayRules, 0), at(parts.overlays, 0), at(parts.hostVnics, 0)];
  const path = "/opt/custom/networking/adminoverlay_overlay.json";
  parts.overlayRules.push({ ...rule, name: "adminoverlay", listenPort: 4793, arpFilePath: path });
  parts.overlays.push({
    ...overlay,
    name: "adminoverlay2",
    overlayRuleName: "adminoverlay",
    vxlanId: 2,
    listenPort: 4793,
    arpFilePath: path,
  });
  parts.hostVnics.push({ ...vnic, name: "adminoverlay_0", over: "adminoverlay2", ipv4Address: "10.44.44.9" });
};
export const failed = (cause: string, detail = "no answer") =>
  ({ lastRefresh: { outcome: "failed", finishedAt: OBSERVED_AT, cause, detail } }) as Partial<Node>;
