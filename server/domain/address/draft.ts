import * as z from "zod";

export const ADDRESS_USAGES = ["server", "other"] as const;
/** `server`: for VMs. `other`: reserved for something else. */
export type AddressUsage = (typeof ADDRESS_USAGES)[number];

/** So many addresses can be listed, changed or deleted at once. */
export const ADDRESSES_AT_ONCE_MAX = 65_536;
export const NOTE_LENGTH_MAX = 128;
const TEXT_LENGTH_MAX = 32_000;
const NOTE_INPUT_LENGTH_MAX = 1000;

const Usage = z.enum(ADDRESS_USAGES, { error: "Choose server or other." });
const Note = z
  .string({ error: "Write the note as text." })
  .trim()
  .max(NOTE_INPUT_LENGTH_MAX, { error: "The note is far too long." });

const AddressChoice = z.discriminatedUnion(
  "kind",
  [
    /** `10.0.0.10-10.0.0.60`, `10.0.0.10-60`, `10.0.0.16/28`, several of them. */
    z.object({
      kind: z.literal("ranges"),
      ranges: z
        .string({ error: "Write the ranges as text." })
        .max(TEXT_LENGTH_MAX, { error: "That is far too long." }),
    }),
    /** The next free ones; `start` "": from the first free one. */
    z.object({
      kind: z.literal("count"),
      count: z.number({ error: "Write the number of addresses as a number." }),
      start: z
        .string({ error: "Write the start as an address." })
        .trim()
        .max(100, { error: "That is far too long." })
        .default(""),
    }),
    /** Every address that a VM uses and that is not listed. */
    z.object({ kind: z.literal("used") }),
  ],
  { error: "Choose ranges, a number of addresses, or those that are used." },
);

/** What a person wants listed, by shape only; `planAddresses` judges it. */
export const AddressesDraft = z.object({
  choice: AddressChoice,
  usage: Usage.default("server"),
  note: Note.default(""),
});
export type AddressesDraft = z.infer<typeof AddressesDraft>;

/** The first free address, to be listed. */
export const ReservationDraft = z.object({ usage: Usage.default("other"), note: Note.default("") });
export type ReservationDraft = z.infer<typeof ReservationDraft>;

/** Listed addresses by name, each once or oftener. */
export const AddressNames = z
  .array(z.string({ error: "Write an address as text." }).max(40, { error: "That is no address." }), {
    error: "Name the addresses.",
  })
  .min(1, { error: "Choose at least one address." })
  .max(ADDRESSES_AT_ONCE_MAX, {
    error: `At most ${ADDRESSES_AT_ONCE_MAX.toLocaleString("en")} addresses can be changed at once.`,
  });

/** What is left out stays as it is. */
export const AddressChange = z.object({ usage: Usage.optional(), note: Note.optional() });
export type AddressChange = z.infer<typeof AddressChange>;

/** An address or a block to look for, as typed. */
export const AddressQuery = z
  .string({ error: "Write an address or a block." })
  .trim()
  .max(100, { error: "That is no address." });
