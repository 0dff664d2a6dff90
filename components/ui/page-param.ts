/** One value of a page's address as the server reads it; "" is absent, and so is what is there several times. */
export function pageParam(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
