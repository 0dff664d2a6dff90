/** As `parseMacAddress` answers: such a text is read already. */
export const WRITTEN_OUT = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;
/** Lower case, two digits an octet; takes missing leading zeros, as `dladm` prints them. Null: no MAC address. */
export function parseMacAddress(text: string): string | null {
  if (WRITTEN_OUT.test(text)) return text;
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)) return null;
  return text
    .toLowerCase()
    .split(":")
    .map((octet) => octet.padStart(2, "0"))
    .join(":");
}
