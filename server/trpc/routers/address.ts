import * as z from "zod";
import {
  AddressChange,
  AddressesDraft,
  AddressNames,
  AddressQuery,
  ReservationDraft,
} from "#server/domain/address/draft.ts";
import {
  addAddresses,
  deleteAddresses,
  reserveAddress,
  updateAddresses,
} from "#server/services/address/change-addresses.ts";
import {
  listAddresses,
  listBlocks,
  previewAddresses,
  summarizeAddresses,
} from "#server/services/address/read-addresses.ts";
import { searchAddresses, searchAddressesOfCloud } from "#server/services/address/search-addresses.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const ofNetwork = z.object({ networkId: z.guid({ error: "No such network." }) });

export const addressRouter = router({
  getSummary: vdcProcedure("network:read")
    .input(ofNetwork)
    .query(({ ctx, input }) => summarizeAddresses(ctx, ctx.grant, input.networkId, new Date())),

  /** Listed or used ones, of the whole network or of the block `within`. */
  list: vdcProcedure("network:read")
    .input(ofNetwork.extend({ within: AddressQuery.nullable().default(null) }))
    .query(({ ctx, input }) => listAddresses(ctx.db, ctx.grant, input.networkId, input.within)),

  /** How full the parts of a block are. */
  listBlocks: vdcProcedure("network:read")
    .input(ofNetwork.extend({ within: AddressQuery }))
    .query(({ ctx, input }) => listBlocks(ctx.db, ctx.grant, input.networkId, input.within)),

  /** By address or block. */
  search: vdcProcedure("network:read")
    .input(z.object({ text: AddressQuery }))
    .query(({ ctx, input }) => searchAddresses(ctx.db, ctx.grant, input.text)),

  searchOfCloud: cloudProcedure("network:read")
    .input(z.object({ text: AddressQuery }))
    .query(({ ctx, input }) => searchAddressesOfCloud(ctx.db, ctx.grant, input.text)),

  previewAdd: vdcProcedure("network:update")
    .input(ofNetwork.extend({ draft: AddressesDraft }))
    .query(({ ctx, input }) => previewAddresses(ctx.db, ctx.grant, input.networkId, input.draft)),

  add: vdcProcedure("network:update")
    .input(ofNetwork.extend({ draft: AddressesDraft }))
    .mutation(({ ctx, input }) => addAddresses(ctx.db, ctx.grant, input.networkId, input.draft)),

  /** The next free one. */
  reserve: vdcProcedure("network:update")
    .input(ofNetwork.extend({ draft: ReservationDraft }))
    .mutation(({ ctx, input }) => reserveAddress(ctx.db, ctx.grant, input.networkId, input.draft)),

  update: vdcProcedure("network:update")
    .input(ofNetwork.extend({ addresses: AddressNames, change: AddressChange }))
    .mutation(({ ctx, input }) => updateAddresses(ctx.db, ctx.grant, input.networkId, input)),

  delete: vdcProcedure("network:update")
    .input(ofNetwork.extend({ addresses: AddressNames }))
    .mutation(({ ctx, input }) => deleteAddresses(ctx.db, ctx.grant, input.networkId, input.addresses)),
});
