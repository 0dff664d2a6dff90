ALTER TABLE "network" ADD COLUMN "search_text" text GENERATED ALWAYS AS (lower(' ' || name || ' ' || alias || ' ' || description || ' ' || text(subnet) || ' ' || coalesce(overlay_rule_name, nic_tag_name, '') || coalesce(' ' || vxlan_id::text, '') || ' ' || vlan_id::text)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "network_nic_tag" ON "network" USING btree ("nic_tag_name","vlan_id") WHERE "network"."nic_tag_name" is not null;--> statement-breakpoint
CREATE INDEX "network_overlap_in_vdc" ON "network" USING gist ("vdc_id","subnet" inet_ops);--> statement-breakpoint
CREATE INDEX "network_search" ON "network" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "network_by_name" ON "network" USING btree ((lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "network_by_segment" ON "network" USING btree ((coalesce("vxlan_id", 0)),"vlan_id","id");--> statement-breakpoint
CREATE INDEX "network_by_subnet" ON "network" USING btree ("subnet","id");--> statement-breakpoint
CREATE INDEX "network_by_mtu" ON "network" USING btree ("mtu_bytes","id");--> statement-breakpoint
CREATE INDEX "network_by_change" ON "network" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "network_by_name_in_vdc" ON "network" USING btree ("vdc_id",(lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "network_by_segment_in_vdc" ON "network" USING btree ("vdc_id",(coalesce("vxlan_id", 0)),"vlan_id","id");--> statement-breakpoint
CREATE INDEX "network_by_subnet_in_vdc" ON "network" USING btree ("vdc_id","subnet","id");