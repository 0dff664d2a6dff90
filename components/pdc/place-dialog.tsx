"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import { useState } from "react";
import type { PdcPlace } from "#server/domain/pdc-place.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { coordinatesIn, coordinateWords } from "./place-words.ts";

export type PlaceDialogProps = { pdcName: string; place: PdcPlace | null };

/** Where the PDC stands: with two places known, the mesh is drawn as on a map. */
export function PlaceDialog(props: PlaceDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Place of ${props.pdcName}`}>
          <MapPin aria-hidden />
          Place
        </Button>
      </DialogTrigger>
      {isOpen && <PlaceForm {...props} onDone={() => setIsOpen(false)} />}
    </Dialog>
  );
}

function PlaceForm({ pdcName, place, onDone }: PlaceDialogProps & { onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [coordinates, setCoordinates] = useState(place ? coordinateWords(place) : "");
  const [placeName, setPlaceName] = useState(place?.placeName ?? "");
  const [isUnreadable, setIsUnreadable] = useState(false);
  const set = useMutation(
    trpc.pdc.setPlace.mutationOptions({
      onSuccess: () => {
        onDone();
        toast({ tone: "good", title: `The place of ${pdcName} is saved.` });
      },
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.pdc.pathFilter()),
          queryClient.invalidateQueries(trpc.mesh.pathFilter()),
        ]),
    }),
  );
  const submit = () => {
    const isEmpty = coordinates.trim() === "" && placeName.trim() === "";
    // What did not change is sent as it was: it may be more exact than its words.
    const read = place && coordinates === coordinateWords(place) ? place : coordinatesIn(coordinates);
    setIsUnreadable(!isEmpty && !read);
    if (isEmpty) set.mutate({ pdcName, place: null });
    else if (read) {
      const { latitude, longitude } = read;
      set.mutate({ pdcName, place: { latitude, longitude, placeName } });
    }
  };
  const violations = violationsOf(set.error);
  const messageOf = (...fields: string[]) =>
    violations.find(({ field }) => fields.some((name) => field === `place.${name}`))?.message;
  return (
    <FormDialogContent
      title={`Place of ${pdcName}`}
      description="Once two PDCs have a place, the mesh is drawn as on a map. Leave both empty to take it back."
      submitLabel="Save"
      pending={set.isPending}
      onSubmit={submit}
    >
      <RefusalAlert error={set.error} hasFields />
      <Field
        label="Latitude and longitude"
        help="In degrees, as maps give it: 50.0755, 14.4378."
        error={
          isUnreadable
            ? "Write two numbers: the latitude, a comma, the longitude."
            : messageOf("latitude", "longitude")
        }
      >
        <Input value={coordinates} onChange={({ target }) => setCoordinates(target.value)} />
      </Field>
      <Field label="Name of the place" help="For example a town. Optional." error={messageOf("placeName")}>
        <Input value={placeName} maxLength={64} onChange={({ target }) => setPlaceName(target.value)} />
      </Field>
    </FormDialogContent>
  );
}
