import * as z from "zod";

/** Pictures of few PDCs, of many, and in a narrow window have places of their own: boxes differ in size, and frames in shape. */
export const MESH_PICTURES = ["small", "large", "narrow"] as const;
export type MeshPicture = (typeof MESH_PICTURES)[number];

/** As many as are kept of one picture; the earliest moved are forgotten first. */
export const MOVED_BOXES_MAX = 300;

const coordinate = z
  .number("A place is two numbers.")
  .int("A place is two whole numbers.")
  .min(-1_000_000, "This place is outside the picture.")
  .max(1_000_000, "This place is outside the picture.");

/** In the order in which they were moved. */
export const MovedBoxes = z.object({
  picture: z.enum(MESH_PICTURES, "This is no picture of the mesh."),
  boxes: z
    .array(
      z.object({
        pdcId: z.string("Name the PDC.").regex(/^[\x21-\x7e]{1,2000}$/, "This is no PDC’s id."),
        x: coordinate,
        y: coordinate,
      }),
    )
    .max(MOVED_BOXES_MAX, `At most ${MOVED_BOXES_MAX} boxes are moved at once.`),
});
export type MovedBoxes = z.infer<typeof MovedBoxes>;
export type MovedBox = MovedBoxes["boxes"][number] & { picture: MeshPicture };
