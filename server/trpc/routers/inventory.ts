import { InventoryFilter, InventoryPage, MacSettlement } from "#server/domain/inventory/list.ts";
import {
  countInInventory,
  listCarriersInInventory,
  readInventory,
  staysOfMac,
} from "#server/services/inventory/read-inventory.ts";
import { settleMac } from "#server/services/inventory/settle-mac.ts";
import { cloudProcedure, router } from "../init.ts";

export const inventoryRouter = router({
  list: cloudProcedure("node:read")
    .input(InventoryPage)
    .query(({ ctx, input }) => readInventory(ctx, ctx.grant, input, new Date())),

  count: cloudProcedure("node:read")
    .input(InventoryFilter)
    .query(({ ctx, input }) => countInInventory(ctx.db, ctx.grant, input)),

  listCarriers: cloudProcedure("node:read").query(({ ctx }) => listCarriersInInventory(ctx.db, ctx.grant)),

  listStays: cloudProcedure("node:read")
    .input(MacSettlement.pick({ macAddress: true }))
    .query(({ ctx, input }) => staysOfMac(ctx.db, ctx.grant, input.macAddress)),

  settleMac: cloudProcedure("node:manage")
    .input(MacSettlement)
    .mutation(({ ctx, input }) => settleMac(ctx.db, ctx.grant, input, new Date())),
});
