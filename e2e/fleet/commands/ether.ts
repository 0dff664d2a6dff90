/** ether_ntoa(3SOCKET): no zero padding of octets. */
export function etherText(macAddress: string): string {
  return macAddress.replace(/\b0(?=[0-9a-f])/g, "");
}
