import { index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { MESH_PICTURES } from "#server/domain/mesh/moved-box.ts";
import { users } from "./user.ts";
import { vdcs } from "./vdc.ts";

/** Where one person moved a PDC's box to in a picture of the mesh. Of no vDC: in the picture of the whole cloud. */
export const movedBoxes = pgTable(
  "moved_box",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    vdcId: uuid().references(() => vdcs.id, { onDelete: "cascade" }),
    picture: text({ enum: MESH_PICTURES }).notNull(),
    pdcId: text().notNull(),
    x: integer().notNull(),
    y: integer().notNull(),
    movedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    unique("moved_box_once").on(t.userId, t.vdcId, t.picture, t.pdcId).nullsNotDistinct(),
    index("moved_box_by_vdc").on(t.vdcId),
  ],
);
