"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CloudNetworkFilter } from "#server/domain/network/list.ts";
import type { NetworksChange, NetworkSelection } from "#server/domain/network/selection.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import type { Selection } from "../../ui/data-table/selection.ts";

export type SelectionPreview = RouterOutputs["networkSelection"]["previewUpdate"];

/** What is done to a selection, in one vDC or, with null, in the whole cloud. */
export type SelectionChanges = ReturnType<typeof useSelectionChanges>;

/** As the server names what is marked in a table. */
export function networkSelectionOf({ isAll, ids }: Selection, filter: CloudNetworkFilter): NetworkSelection {
  return isAll
    ? { kind: "filter", filter, exceptNetworkIds: [...ids] }
    : { kind: "ids", networkIds: [...ids] };
}

type Asked = { selection: NetworkSelection };
type Update = Asked & { change: NetworksChange; networkCount: number };
type Deletion = Asked & { networkCount: number };

export function useSelectionChanges(vdcId: string | null) {
  const { networkSelection: trpc, network, delegation, vdc } = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () =>
    Promise.all(
      [network, delegation, vdc].map((router) => queryClient.invalidateQueries(router.pathFilter())),
    );
  const ofVdc = {
    previewUpdate: useMutation(trpc.previewUpdate.mutationOptions()),
    update: useMutation(trpc.update.mutationOptions({ onSuccess })),
    previewDelete: useMutation(trpc.previewDelete.mutationOptions()),
    remove: useMutation(trpc.delete.mutationOptions({ onSuccess })),
  };
  const ofCloud = {
    previewUpdate: useMutation(trpc.previewUpdateOfCloud.mutationOptions()),
    update: useMutation(trpc.updateOfCloud.mutationOptions({ onSuccess })),
    previewDelete: useMutation(trpc.previewDeleteOfCloud.mutationOptions()),
    remove: useMutation(trpc.deleteOfCloud.mutationOptions({ onSuccess })),
  };
  if (vdcId === null) {
    return {
      previewUpdate: (asked: Asked & { change: NetworksChange }) => ofCloud.previewUpdate.mutateAsync(asked),
      update: (asked: Update) => ofCloud.update.mutateAsync(asked),
      previewDelete: (asked: Asked) => ofCloud.previewDelete.mutateAsync(asked),
      remove: (asked: Deletion) => ofCloud.remove.mutateAsync(asked),
    };
  }
  return {
    previewUpdate: (asked: Asked & { change: NetworksChange }) =>
      ofVdc.previewUpdate.mutateAsync({ vdcId, ...asked }),
    update: (asked: Update) => ofVdc.update.mutateAsync({ vdcId, ...asked }),
    previewDelete: (asked: Asked) => ofVdc.previewDelete.mutateAsync({ vdcId, ...asked }),
    remove: (asked: Deletion) => ofVdc.remove.mutateAsync({ vdcId, ...asked }),
  };
}
