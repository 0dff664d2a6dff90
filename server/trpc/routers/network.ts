import * as z from "zod";
import { NetworkDraft } from "#server/domain/network/draft.ts";
import { createNetwork, deleteNetwork, updateNetwork } from "#server/services/network/change-network.ts";
import {
  CloudNetworkFilter,
  CloudNetworkPage,
  NetworkFilter,
  NetworkPage,
} from "#server/domain/network/list.ts";
import {
  countNetworks,
  countNetworksOfCloud,
  listCarriers,
  listCarriersOfCloud,
  listNetworks,
  listNetworksOfCloud,
  draftOfLike,
  networkById,
  previewNetwork,
} from "#server/services/network/read-networks.ts";
import { listChanges, listVnics } from "#server/services/network/read-network-life.ts";
import { previewDelete } from "#server/services/network/preview-delete.ts";
import { readReach } from "#server/services/network/read-reach.ts";
import {
  listDeletedNetworks,
  previewRestore,
  restoreNetwork,
} from "#server/services/network/restore-network.ts";
import { listMtuLimits } from "#server/services/network/safe-mtu.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const networkId = z.guid({ error: "No such network." });

const carrierName = z.string().max(200, { error: "Nothing here is named so." }).nullable();
const Restore = z.object({
  networkId: z.guid({ error: "No such deleted network." }),
  /** The network-admin knows that its subnet overlaps another of the vDC by now. */
  allowOverlapInVdc: z.boolean({ error: "Say yes or no." }).default(false),
});

export const networkRouter = router({
  /** One page, with `nextCursor` for the one after it. */
  list: vdcProcedure("network:read")
    .input(NetworkPage)
    .query(({ ctx, input }) => listNetworks(ctx.db, ctx.grant, input)),

  /** Every vDC's, for operators and auditors. */
  listOfCloud: cloudProcedure("network:read")
    .input(CloudNetworkPage)
    .query(({ ctx, input }) => listNetworksOfCloud(ctx.db, ctx.grant, input)),

  count: vdcProcedure("network:read")
    .input(NetworkFilter)
    .query(({ ctx, input }) => countNetworks(ctx.db, ctx.grant, input)),

  countOfCloud: cloudProcedure("network:read")
    .input(CloudNetworkFilter)
    .query(({ ctx, input }) => countNetworksOfCloud(ctx.db, ctx.grant, input)),

  /** What networks are on: for filters. */
  listCarriers: vdcProcedure("network:read").query(({ ctx }) => listCarriers(ctx.db, ctx.grant)),

  listCarriersOfCloud: cloudProcedure("network:read").query(({ ctx }) =>
    listCarriersOfCloud(ctx.db, ctx.grant),
  ),

  byId: vdcProcedure("network:read")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => networkById(ctx.db, ctx.grant, input.networkId)),

  /** What the mesh carries whole, for each rule the vDC uses or may use. */
  listMtuLimits: vdcProcedure("network:read").query(({ ctx }) => listMtuLimits(ctx, ctx.grant)),

  listMtuLimitsOfCloud: cloudProcedure("network:read").query(({ ctx }) => listMtuLimits(ctx, ctx.grant)),

  /** Where networks of a rule or tag reach, and what each path between PDCs allows. */
  getReach: vdcProcedure("network:read")
    .input(z.object({ overlayRuleName: carrierName, nicTagName: carrierName }))
    .query(({ ctx, input: { overlayRuleName, nicTagName } }) =>
      readReach(ctx, ctx.grant, { overlayRuleName, nicTagName }),
    ),

  listVnics: vdcProcedure("network:read")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => listVnics(ctx.db, ctx.grant, input.networkId)),

  listChanges: vdcProcedure("network:read")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => listChanges(ctx.db, ctx.grant, input.networkId)),

  /** What would be refused or advised; with `networkId` as a change of that network. */
  preview: vdcProcedure("network:create")
    .input(z.object({ draft: NetworkDraft, networkId: networkId.nullable().default(null) }))
    .query(({ ctx, input }) => previewNetwork(ctx, ctx.grant, input.draft, input.networkId)),

  /** To begin another network from; free ids are chosen anew. */
  getDraftLike: vdcProcedure("network:create")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => draftOfLike(ctx.db, ctx.grant, input.networkId)),

  create: vdcProcedure("network:create")
    .input(z.object({ draft: NetworkDraft }))
    .mutation(({ ctx, input }) => createNetwork(ctx, ctx.grant, input.draft)),

  update: vdcProcedure("network:update")
    .input(z.object({ networkId, draft: NetworkDraft }))
    .mutation(({ ctx, input }) => updateNetwork(ctx, ctx.grant, input.networkId, input.draft)),

  /** Who uses it, and what would go with it. */
  previewDelete: vdcProcedure("network:delete")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => previewDelete(ctx, ctx.grant, input.networkId)),

  delete: vdcProcedure("network:delete")
    .input(z.object({ networkId }))
    .mutation(({ ctx, input }) => deleteNetwork(ctx, ctx.grant, input.networkId)),

  listDeleted: vdcProcedure("network:read").query(({ ctx }) => listDeletedNetworks(ctx.db, ctx.grant)),

  /** What would stand in the way of bringing a deleted network back. */
  previewRestore: vdcProcedure("network:create")
    .input(Restore)
    .query(({ ctx, input }) => previewRestore(ctx.db, ctx.grant, input)),

  restore: vdcProcedure("network:create")
    .input(Restore)
    .mutation(({ ctx, input }) => restoreNetwork(ctx, ctx.grant, input)),
});
