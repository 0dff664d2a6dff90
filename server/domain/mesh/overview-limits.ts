/** Up to this many PDCs the picture can show every pdcLink. */
export const FULL_PDC_COUNT_MAX = 12;
/** More lines say less: beyond these, only a number is told. */
export const LISTED_PDC_LINKS_MAX = 150;
