import * as z from "zod";

const VdcName = z
  .string({ error: "Give the vDC a name." })
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/, {
    error:
      "A vDC's name has 2 to 32 letters, digits, dots, dashes or underscores and begins with a letter or digit.",
  });

export const NewVdc = z.object({ name: VdcName });
export type NewVdc = z.infer<typeof NewVdc>;
