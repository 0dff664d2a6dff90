/** Lower case, two digits an octet; takes missing leading zeros, as `dladm` prints them. Null: no MAC address. */
export function parseMacAddress(text: string): string | null {
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)) return null;
  return text
    .toLowerCase()
    .split(":")
    .map((octet) => octet.padStart(2, "0"))
    .join(":");
}
