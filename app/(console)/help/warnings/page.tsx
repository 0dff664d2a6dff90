import type { Metadata } from "next";
import { WarningCatalogue } from "#components/help/warning-catalogue.tsx";

export const metadata: Metadata = { title: "Warnings explained" };

export default function Page() {
  return <WarningCatalogue />;
}
