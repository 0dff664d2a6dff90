CREATE TABLE "vxlan_block" (
	"size" integer NOT NULL,
	"block" integer NOT NULL,
	"taken_count" integer NOT NULL,
	CONSTRAINT "vxlan_block_size_block_pk" PRIMARY KEY("size","block"),
	CONSTRAINT "vxlan_block_taken_count" CHECK ("vxlan_block"."taken_count" between 0 and "vxlan_block"."size")
);
--> statement-breakpoint
CREATE INDEX "network_vxlan" ON "network" USING btree ("vxlan_id","vdc_id");--> statement-breakpoint
CREATE INDEX "network_own_vxlans" ON "network" USING btree ("vdc_id","overlay_rule_name","vxlan_id");--> statement-breakpoint
CREATE INDEX "network_shared_vxlans" ON "network" USING btree ("vxlan_id") WHERE "network"."is_vxlan_shared";--> statement-breakpoint
CREATE INDEX "vxlan_released_by" ON "vxlan" USING btree ("released_by_vdc_id","vxlan_id") WHERE "vxlan"."released_by_vdc_id" is not null;