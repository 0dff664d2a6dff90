CREATE TABLE "vm_vnic_stay" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"node_id" uuid NOT NULL,
	"hostname" text NOT NULL,
	"vm_uuid" text NOT NULL,
	"vm_alias" text NOT NULL,
	"interface_name" text NOT NULL,
	"mac_address" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "node" ADD COLUMN "mac_claims" jsonb;--> statement-breakpoint
ALTER TABLE "vm_vnic" ADD COLUMN "since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "vm_vnic" ADD COLUMN "moved_from_node_id" uuid;--> statement-breakpoint
ALTER TABLE "vm_vnic" ADD COLUMN "moved_from_hostname" text;--> statement-breakpoint
ALTER TABLE "vm_vnic" ADD COLUMN "moved_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "vm_vnic_stay_by_mac" ON "vm_vnic_stay" USING btree ("mac_address","until");--> statement-breakpoint
CREATE INDEX "vm_vnic_stay_by_end" ON "vm_vnic_stay" USING btree ("until");--> statement-breakpoint
CREATE INDEX "vm_vnic_in_order_of_vm" ON "vm_vnic" USING btree ((lower("vm_alias") collate "C"),"vm_uuid","interface_name","node_id");--> statement-breakpoint
CREATE INDEX "vm_vnic_in_order_of_mac" ON "vm_vnic" USING btree (("mac_address" collate "C"),"vm_uuid","interface_name","node_id");--> statement-breakpoint
CREATE INDEX "vm_vnic_in_order_of_time" ON "vm_vnic" USING btree ("since","vm_uuid","interface_name","node_id");--> statement-breakpoint
CREATE INDEX "vm_vnic_moved" ON "vm_vnic" USING btree ("moved_at") WHERE "vm_vnic"."moved_at" is not null;--> statement-breakpoint
CREATE INDEX "vm_vnic_by_part_of_name" ON "vm_vnic" USING gin (lower("vm_alias") gin_trgm_ops);--> statement-breakpoint
UPDATE "vm_vnic" SET "since" = "node"."facts_observed_at" FROM "node"
  WHERE "node"."id" = "vm_vnic"."node_id" AND "node"."facts_observed_at" IS NOT NULL;--> statement-breakpoint
UPDATE "node" SET "mac_claims" = (
  SELECT jsonb_object_agg("vnic" ->> 'macAddress', jsonb_build_object('since', "facts_observed_at", 'settledAt', null))
  FROM jsonb_array_elements(
    coalesce("facts" #> '{vmVnics,value}', '[]') || coalesce("facts" #> '{hostVnics,value}', '[]')
  ) AS "vnic"
) WHERE "facts_observed_at" IS NOT NULL;
