import { z } from "zod";
import { NetworkDraft } from "#server/domain/network/draft.ts";
import { createNetwork, deleteNetwork, updateNetwork } from "#server/services/network/change-network.ts";
import {
  listNetworks,
  listNetworksOfCloud,
  networkById,
  previewNetwork,
} from "#server/services/network/read-networks.ts";
import { listChanges, listVnics } from "#server/services/network/read-network-life.ts";
import { listMtuLimits } from "#server/services/network/safe-mtu.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const networkId = z.guid({ error: "No such network." });

export const networkRouter = router({
  list: vdcProcedure("network:read").query(({ ctx }) => listNetworks(ctx.db, ctx.grant)),

  /** Every vDC's, for operators and auditors. */
  listOfCloud: cloudProcedure("network:read").query(({ ctx }) => listNetworksOfCloud(ctx.db, ctx.grant)),

  byId: vdcProcedure("network:read")
    .input(z.object({ networkId }))
    .query(({ ctx, input }) => networkById(ctx.db, ctx.grant, input.networkId)),

  /** What the mesh carries whole, for each rule the vDC uses or may use. */
  listMtuLimits: vdcProcedure("network:read").query(({ ctx }) => listMtuLimits(ctx, ctx.grant)),

  listMtuLimitsOfCloud: cloudProcedure("network:read").query(({ ctx }) => listMtuLimits(ctx, ctx.grant)),

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

  create: vdcProcedure("network:create")
    .input(z.object({ draft: NetworkDraft }))
    .mutation(({ ctx, input }) => createNetwork(ctx, ctx.grant, input.draft)),

  update: vdcProcedure("network:update")
    .input(z.object({ networkId, draft: NetworkDraft }))
    .mutation(({ ctx, input }) => updateNetwork(ctx, ctx.grant, input.networkId, input.draft)),

  delete: vdcProcedure("network:delete")
    .input(z.object({ networkId }))
    .mutation(({ ctx, input }) => deleteNetwork(ctx, ctx.grant, input.networkId)),
});
