import { notFound } from "next/navigation";

/** Any other address: told inside the frame, so that one can go on. */
export default function UnknownPage(): never {
  notFound();
}
