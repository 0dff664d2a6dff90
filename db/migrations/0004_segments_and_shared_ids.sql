-- A segment belongs to one vDC. NULLs never conflict, so the two kinds of carrier are folded into one key;
-- VXLAN 0 is never used and stands for "not an overlay".
ALTER TABLE "network" ADD CONSTRAINT "network_segment_one_vdc" EXCLUDE USING gist (
  (coalesce("overlay_rule_name", "nic_tag_name")) WITH =, (coalesce("vxlan_id", 0)) WITH =, "vlan_id" WITH =, "vdc_id" WITH <>
);
--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_segment_disjoint_subnets" EXCLUDE USING gist (
  (coalesce("overlay_rule_name", "nic_tag_name")) WITH =, (coalesce("vxlan_id", 0)) WITH =, "vlan_id" WITH =, "subnet" inet_ops WITH &&
);
--> statement-breakpoint
-- A node holds one overlay per VXLAN id, whatever its rule.
ALTER TABLE "network" ADD CONSTRAINT "network_vxlan_one_rule" EXCLUDE USING gist (
  "vxlan_id" WITH =, "overlay_rule_name" WITH <>
);
--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_vxlan_one_vdc" EXCLUDE USING gist (
  "vxlan_id" WITH =, "vdc_id" WITH <>
) WHERE (NOT "is_vxlan_shared");
--> statement-breakpoint
-- A VXLAN id is shared by all who use it or by none. Deferrable: several rows change together in one statement.
ALTER TABLE "network" ADD CONSTRAINT "network_vxlan_shared_by_all" EXCLUDE USING gist (
  "vxlan_id" WITH =, ("is_vxlan_shared"::int) WITH <>
) DEFERRABLE INITIALLY IMMEDIATE;
--> statement-breakpoint
-- Only networks of rules that want every address once have the name; the others are NULL and never conflict.
ALTER TABLE "network" ADD CONSTRAINT "network_address_once_per_rule" EXCLUDE USING gist (
  "address_scope_rule_name" WITH =, "subnet" inet_ops WITH &&
);
--> statement-breakpoint
ALTER TABLE "vxlan_delegation" ADD CONSTRAINT "vxlan_delegation_one_vdc" EXCLUDE USING gist (
  "vxlan_ids" WITH &&, "vdc_id" WITH <>
) WHERE (NOT "is_shared");
--> statement-breakpoint
ALTER TABLE "vxlan_delegation" ADD CONSTRAINT "vxlan_delegation_shared_by_all" EXCLUDE USING gist (
  "vxlan_ids" WITH &&, ("is_shared"::int) WITH <>
);
--> statement-breakpoint
-- Those who share a VXLAN id have VLANs of their own in it.
ALTER TABLE "vxlan_delegation" ADD CONSTRAINT "vxlan_delegation_own_vlans" EXCLUDE USING gist (
  "vxlan_ids" WITH &&, "shared_vlan_ids" WITH &&, "vdc_id" WITH <>
) WHERE ("is_shared");
--> statement-breakpoint
ALTER TABLE "vlan_delegation" ADD CONSTRAINT "vlan_delegation_nic_tag_one_vdc" EXCLUDE USING gist (
  "nic_tag_name" WITH =, "vlan_ids" WITH &&, "vdc_id" WITH <>
);
