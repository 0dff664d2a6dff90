CREATE TABLE "audit_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"vdc_id" uuid,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "node_facts_snapshot" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"node_id" uuid NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "node_nic_tag" (
	"node_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"mac_address" text,
	"link" text,
	CONSTRAINT "node_nic_tag_node_id_name_pk" PRIMARY KEY("node_id","name")
);
--> statement-breakpoint
CREATE TABLE "node_overlay_rule" (
	"node_id" uuid NOT NULL,
	"name" text NOT NULL,
	"text" text NOT NULL,
	"listen_address" text,
	"listen_port" integer NOT NULL,
	"arp_file_path" text,
	"mtu_bytes" integer NOT NULL,
	CONSTRAINT "node_overlay_rule_node_id_name_pk" PRIMARY KEY("node_id","name")
);
--> statement-breakpoint
CREATE TABLE "node_overlay" (
	"node_id" uuid NOT NULL,
	"name" text NOT NULL,
	"overlay_rule_name" text,
	"vxlan_id" integer NOT NULL,
	"status" text NOT NULL,
	"listen_port" integer,
	"mtu_bytes" integer,
	CONSTRAINT "node_overlay_node_id_name_pk" PRIMARY KEY("node_id","name")
);
--> statement-breakpoint
CREATE TABLE "node" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hostname" text NOT NULL,
	"ssh_address" text NOT NULL,
	"ssh_port" integer DEFAULT 22 NOT NULL,
	"host_key_fingerprint" text,
	"host_key_confirmed_at" timestamp with time zone,
	"host_key_offered_fingerprint" text,
	"node_uuid" uuid,
	"facts" jsonb,
	"facts_observed_at" timestamp with time zone,
	"last_refresh_outcome" text,
	"last_refresh_finished_at" timestamp with time zone,
	"last_refresh_cause" text,
	"last_refresh_detail" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "node_ssh_endpoint" UNIQUE("ssh_address","ssh_port"),
	CONSTRAINT "node_uuid_once" UNIQUE("node_uuid"),
	CONSTRAINT "node_ssh_port" CHECK ("node"."ssh_port" between 1 and 65535)
);
--> statement-breakpoint
CREATE TABLE "vm_vnic" (
	"node_id" uuid NOT NULL,
	"vm_uuid" text NOT NULL,
	"vm_alias" text NOT NULL,
	"interface_name" text NOT NULL,
	"mac_address" text NOT NULL,
	"nic_tag_name" text NOT NULL,
	"vxlan_id" integer,
	"vlan_id" integer NOT NULL,
	"ipv4_addresses" "inet"[] DEFAULT '{}' NOT NULL,
	"is_dhcp" boolean NOT NULL,
	"mtu_bytes" integer,
	CONSTRAINT "vm_vnic_node_id_vm_uuid_interface_name_pk" PRIMARY KEY("node_id","vm_uuid","interface_name")
);
--> statement-breakpoint
CREATE TABLE "node_refresh" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"node_id" uuid NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"failure_cause" text,
	"failure_detail" text,
	"part_failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"differences" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"snapshot_id" uuid
);
--> statement-breakpoint
CREATE TABLE "refresh_run_node" (
	"run_id" uuid NOT NULL,
	"node_refresh_id" uuid NOT NULL,
	CONSTRAINT "refresh_run_node_run_id_node_refresh_id_pk" PRIMARY KEY("run_id","node_refresh_id")
);
--> statement-breakpoint
CREATE TABLE "refresh_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trigger" text NOT NULL,
	"title" text NOT NULL,
	"ordered_by_id" text,
	"ordered_by_name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "warning_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"warning_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_name" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "warning" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"subject_key" text NOT NULL,
	"severity" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_label" text NOT NULL,
	"cause" text NOT NULL,
	"remedy" text NOT NULL,
	"href" text,
	"evidence" jsonb NOT NULL,
	"vdc_id" uuid,
	"opened_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by_id" text,
	"acknowledged_by_name" text,
	"acknowledged_reason" text,
	"acknowledged_until" timestamp with time zone,
	CONSTRAINT "warning_once_per_subject" UNIQUE("code","subject_key")
);
--> statement-breakpoint
ALTER TABLE "node_facts_snapshot" ADD CONSTRAINT "node_facts_snapshot_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_nic_tag" ADD CONSTRAINT "node_nic_tag_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_overlay_rule" ADD CONSTRAINT "node_overlay_rule_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_overlay" ADD CONSTRAINT "node_overlay_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vm_vnic" ADD CONSTRAINT "vm_vnic_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_refresh" ADD CONSTRAINT "node_refresh_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_refresh" ADD CONSTRAINT "node_refresh_snapshot_id_node_facts_snapshot_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."node_facts_snapshot"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_run_node" ADD CONSTRAINT "refresh_run_node_run_id_refresh_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."refresh_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_run_node" ADD CONSTRAINT "refresh_run_node_node_refresh_id_node_refresh_id_fk" FOREIGN KEY ("node_refresh_id") REFERENCES "public"."node_refresh"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning_event" ADD CONSTRAINT "warning_event_warning_id_warning_id_fk" FOREIGN KEY ("warning_id") REFERENCES "public"."warning"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_event_by_time" ON "audit_event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_event_by_vdc" ON "audit_event" USING btree ("vdc_id","at");--> statement-breakpoint
CREATE INDEX "node_facts_snapshot_by_node" ON "node_facts_snapshot" USING btree ("node_id","observed_at");--> statement-breakpoint
CREATE INDEX "node_nic_tag_by_name" ON "node_nic_tag" USING btree ("name");--> statement-breakpoint
CREATE INDEX "node_overlay_rule_by_name" ON "node_overlay_rule" USING btree ("name");--> statement-breakpoint
CREATE INDEX "node_overlay_by_vxlan" ON "node_overlay" USING btree ("vxlan_id");--> statement-breakpoint
CREATE INDEX "vm_vnic_by_segment" ON "vm_vnic" USING btree ("vxlan_id","nic_tag_name","vlan_id");--> statement-breakpoint
CREATE INDEX "vm_vnic_by_mac" ON "vm_vnic" USING btree ("mac_address");--> statement-breakpoint
CREATE UNIQUE INDEX "node_refresh_one_in_flight" ON "node_refresh" USING btree ("node_id") WHERE "node_refresh"."state" in ('queued', 'connecting', 'collecting', 'storing');--> statement-breakpoint
CREATE INDEX "node_refresh_by_node" ON "node_refresh" USING btree ("node_id","queued_at");--> statement-breakpoint
CREATE INDEX "refresh_run_node_by_refresh" ON "refresh_run_node" USING btree ("node_refresh_id");--> statement-breakpoint
CREATE INDEX "refresh_run_by_time" ON "refresh_run" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "warning_event_by_warning" ON "warning_event" USING btree ("warning_id","at");--> statement-breakpoint
CREATE INDEX "warning_open" ON "warning" USING btree ("resolved_at","severity");