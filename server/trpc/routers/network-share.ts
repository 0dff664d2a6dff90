import * as z from "zod";
import { AddressesDraft, AddressNames, ReservationDraft } from "#server/domain/address/draft.ts";
import {
  addSharedAddresses,
  deleteSharedAddresses,
  readSharedAddresses,
  reserveSharedAddress,
} from "#server/services/address/shared-addresses.ts";
import { listSharedNetworks, sharedNetworkById } from "#server/services/network/read-shared-networks.ts";
import {
  attachNetwork,
  detachNetwork,
  isShared,
  listShares,
  previewDetach,
} from "#server/services/network/share-network.ts";
import { router, vdcProcedure } from "../init.ts";

const ofNetwork = z.object({ networkId: z.guid({ error: "No such network." }) });
const withOther = ofNetwork.extend({ otherVdcId: z.guid({ error: "There is no such vDC." }) });

/** Networks that operators share with further vDCs. `vdcId` is the vDC one looks from. */
export const networkShareRouter = router({
  /** vDCs that a network of the vDC is shared with. */
  list: vdcProcedure("network:read-shares")
    .input(ofNetwork)
    .query(({ ctx, input }) => listShares(ctx.db, ctx.grant, input.networkId)),

  isShared: vdcProcedure("network:read")
    .input(ofNetwork)
    .query(({ ctx, input }) => isShared(ctx.db, ctx.grant, input.networkId)),

  attach: vdcProcedure("network:share")
    .input(withOther)
    .mutation(({ ctx, input }) => attachNetwork(ctx.db, ctx.grant, input)),

  previewDetach: vdcProcedure("network:share")
    .input(withOther)
    .query(({ ctx, input }) => previewDetach(ctx.db, ctx.grant, input)),

  detach: vdcProcedure("network:share")
    .input(withOther.extend({ knowsUnsureVms: z.boolean({ error: "Say yes or no." }).default(false) }))
    .mutation(({ ctx, input }) => detachNetwork(ctx.db, ctx.grant, input)),

  /** Networks that are shared with the vDC. */
  listOfVdc: vdcProcedure("network:read").query(({ ctx }) => listSharedNetworks(ctx.db, ctx.grant)),

  byId: vdcProcedure("network:read")
    .input(ofNetwork)
    .query(({ ctx, input }) => sharedNetworkById(ctx.db, ctx.grant, input.networkId)),

  getAddresses: vdcProcedure("network:read")
    .input(ofNetwork)
    .query(({ ctx, input }) => readSharedAddresses(ctx.db, ctx.grant, input.networkId)),

  addAddresses: vdcProcedure("network:update")
    .input(ofNetwork.extend({ draft: AddressesDraft }))
    .mutation(({ ctx, input }) => addSharedAddresses(ctx.db, ctx.grant, input.networkId, input.draft)),

  reserveAddress: vdcProcedure("network:update")
    .input(ofNetwork.extend({ draft: ReservationDraft }))
    .mutation(({ ctx, input }) => reserveSharedAddress(ctx.db, ctx.grant, input.networkId, input.draft)),

  deleteAddresses: vdcProcedure("network:update")
    .input(ofNetwork.extend({ addresses: AddressNames }))
    .mutation(({ ctx, input }) => deleteSharedAddresses(ctx.db, ctx.grant, input.networkId, input.addresses)),
});
