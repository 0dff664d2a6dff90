import * as z from "zod";

const degrees = (what: string, max: number) =>
  z
    .number({ error: `Write the ${what} as a number.` })
    .min(-max, { error: `The ${what} is between −${max} and ${max} degrees.` })
    .max(max, { error: `The ${what} is between −${max} and ${max} degrees.` });

/** Where a PDC stands; north and east are positive. */
export const PdcPlace = z.object({
  latitude: degrees("latitude", 90),
  longitude: degrees("longitude", 180),
  placeName: z
    .string()
    .trim()
    .max(64, { error: "The name of a place has at most 64 characters." })
    .transform((name) => name || null)
    .nullable(),
});
export type PdcPlace = z.infer<typeof PdcPlace>;
