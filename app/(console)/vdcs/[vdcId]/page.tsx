import { redirect } from "next/navigation";

export default async function VdcPage({ params }: { params: Promise<{ vdcId: string }> }) {
  redirect(`/vdcs/${(await params).vdcId}/networks`);
}
