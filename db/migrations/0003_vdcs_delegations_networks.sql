CREATE TABLE "delegation" (
	"vdc_id" uuid PRIMARY KEY NOT NULL,
	"is_restricted" boolean DEFAULT true NOT NULL,
	"network_count_max" integer,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delegation_network_count_max" CHECK ("delegation"."network_count_max" >= 0)
);
--> statement-breakpoint
CREATE TABLE "vlan_delegation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"vdc_id" uuid NOT NULL,
	"overlay_rule_name" text,
	"nic_tag_name" text,
	"vlan_ids" "int4multirange" NOT NULL,
	CONSTRAINT "vlan_delegation_carrier" UNIQUE NULLS NOT DISTINCT("vdc_id","overlay_rule_name","nic_tag_name"),
	CONSTRAINT "vlan_delegation_one_carrier" CHECK (num_nonnulls("vlan_delegation"."overlay_rule_name", "vlan_delegation"."nic_tag_name") = 1),
	CONSTRAINT "vlan_delegation_ids" CHECK ("vlan_delegation"."vlan_ids" <@ '{[0,4095)}'::int4multirange)
);
--> statement-breakpoint
CREATE TABLE "vxlan_delegation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"vdc_id" uuid NOT NULL,
	"overlay_rule_names" text[],
	"vxlan_ids" "int4multirange" NOT NULL,
	"shared_vlan_ids" "int4multirange",
	"is_shared" boolean GENERATED ALWAYS AS (shared_vlan_ids is not null) STORED NOT NULL,
	CONSTRAINT "vxlan_delegation_ids" CHECK ("vxlan_delegation"."vxlan_ids" <@ '{[1,2),[3,16777216)}'::int4multirange),
	CONSTRAINT "vxlan_delegation_vlans" CHECK ("vxlan_delegation"."shared_vlan_ids" <@ '{[0,4095)}'::int4multirange),
	CONSTRAINT "vxlan_delegation_not_empty" CHECK (not isempty("vxlan_delegation"."vxlan_ids"))
);
--> statement-breakpoint
CREATE TABLE "network" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"vdc_id" uuid NOT NULL,
	"name" text NOT NULL,
	"alias" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"access" text NOT NULL,
	"owner_user_id" uuid,
	"subnet" "cidr" NOT NULL,
	"gateway" "inet",
	"resolvers" "inet"[] DEFAULT '{}' NOT NULL,
	"dns_domain" text DEFAULT '' NOT NULL,
	"ptr_domain" text DEFAULT '' NOT NULL,
	"is_dhcp_passthrough" boolean DEFAULT false NOT NULL,
	"overlay_rule_name" text,
	"nic_tag_name" text,
	"vxlan_id" integer,
	"vlan_id" integer NOT NULL,
	"mtu_bytes" integer NOT NULL,
	"is_vxlan_shared" boolean DEFAULT false NOT NULL,
	"address_scope_rule_name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "network_name_per_vdc" UNIQUE("vdc_id","name"),
	CONSTRAINT "network_access" CHECK ("network"."access" in ('public', 'private', 'deleted')),
	CONSTRAINT "network_one_carrier" CHECK (num_nonnulls("network"."overlay_rule_name", "network"."nic_tag_name") = 1),
	CONSTRAINT "network_vxlan_with_rule" CHECK (("network"."overlay_rule_name" is null) = ("network"."vxlan_id" is null)),
	CONSTRAINT "network_vlan_id" CHECK ("network"."vlan_id" between 0 and 4094),
	CONSTRAINT "network_mtu" CHECK ("network"."mtu_bytes" between 576 and case when "network"."overlay_rule_name" is null then 9000 else 8900 end),
	CONSTRAINT "network_subnet_ipv4" CHECK (family("network"."subnet") = 4)
);
--> statement-breakpoint
CREATE TABLE "vxlan" (
	"vxlan_id" integer PRIMARY KEY NOT NULL,
	"rests_until" timestamp with time zone,
	CONSTRAINT "vxlan_id_bounds" CHECK ("vxlan"."vxlan_id" between 1 and 16777215 and "vxlan"."vxlan_id" <> 2)
);
--> statement-breakpoint
CREATE TABLE "overlay_rule" (
	"name" text PRIMARY KEY NOT NULL,
	"mtu_bytes" integer NOT NULL,
	"listen_port" integer NOT NULL,
	"listen_address" "inet",
	"arp_file_path" text,
	"is_user_rule" boolean DEFAULT true NOT NULL,
	"address_scope" text DEFAULT 'segment' NOT NULL,
	"origin" text DEFAULT 'wanted' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "overlay_rule_mtu" CHECK ("overlay_rule"."mtu_bytes" between 576 and 8900),
	CONSTRAINT "overlay_rule_port" CHECK ("overlay_rule"."listen_port" between 1 and 65535)
);
--> statement-breakpoint
CREATE TABLE "vdc" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vlan_delegation" ADD CONSTRAINT "vlan_delegation_vdc_id_delegation_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."delegation"("vdc_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vlan_delegation" ADD CONSTRAINT "vlan_delegation_overlay_rule_name_overlay_rule_name_fk" FOREIGN KEY ("overlay_rule_name") REFERENCES "public"."overlay_rule"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vxlan_delegation" ADD CONSTRAINT "vxlan_delegation_vdc_id_delegation_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."delegation"("vdc_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_owner_user_id_user_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_overlay_rule_name_overlay_rule_name_fk" FOREIGN KEY ("overlay_rule_name") REFERENCES "public"."overlay_rule"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_vxlan_id_vxlan_vxlan_id_fk" FOREIGN KEY ("vxlan_id") REFERENCES "public"."vxlan"("vxlan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vxlan_delegation_vdc" ON "vxlan_delegation" USING btree ("vdc_id");--> statement-breakpoint
CREATE INDEX "network_overlay_rule" ON "network" USING btree ("overlay_rule_name");--> statement-breakpoint
CREATE UNIQUE INDEX "vdc_name_unique" ON "vdc" USING btree (lower("name"));