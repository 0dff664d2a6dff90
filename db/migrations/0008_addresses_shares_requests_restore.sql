CREATE TABLE "address" (
	"network_id" uuid NOT NULL,
	"subnet" "cidr" NOT NULL,
	"address" "inet" NOT NULL,
	"usage" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"vdc_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "address_network_id_address_pk" PRIMARY KEY("network_id","address"),
	CONSTRAINT "address_usage" CHECK ("address"."usage" in ('server', 'other')),
	CONSTRAINT "address_is_host" CHECK (family("address"."address") = 4 and masklen("address"."address") = 32),
	CONSTRAINT "address_in_subnet" CHECK ("address"."address" <<= "address"."subnet" and (masklen("address"."subnet") >= 31 or (host("address"."address") <> host("address"."subnet") and host("address"."address") <> host(broadcast("address"."subnet")))))
);
--> statement-breakpoint
CREATE TABLE "delegation_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"vdc_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"wanted" jsonb NOT NULL,
	"reason" text NOT NULL,
	"requested_by_user_id" uuid,
	"requested_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by_name" text,
	"answer" text DEFAULT '' NOT NULL,
	"granted" jsonb,
	CONSTRAINT "delegation_request_state" CHECK ("delegation_request"."state" in ('open', 'approved', 'declined', 'withdrawn')),
	CONSTRAINT "delegation_request_answered" CHECK (("delegation_request"."state" = 'open') = ("delegation_request"."answered_at" is null))
);
--> statement-breakpoint
CREATE TABLE "deleted_network" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vdc_id" uuid NOT NULL,
	"name" text NOT NULL,
	"vxlan_id" integer,
	"network" jsonb NOT NULL,
	"addresses" jsonb NOT NULL,
	"deleted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_by_name" text NOT NULL,
	"restorable_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network_share" (
	"network_id" uuid NOT NULL,
	"vdc_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "network_share_network_id_vdc_id_pk" PRIMARY KEY("network_id","vdc_id")
);
--> statement-breakpoint
ALTER TABLE "network" ADD CONSTRAINT "network_with_subnet" UNIQUE("id","subnet");--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "from_address" text;--> statement-breakpoint
ALTER TABLE "vxlan" ADD COLUMN "released_by_vdc_id" uuid;--> statement-breakpoint
ALTER TABLE "address" ADD CONSTRAINT "address_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address" ADD CONSTRAINT "address_network_subnet" FOREIGN KEY ("network_id","subnet") REFERENCES "public"."network"("id","subnet") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "delegation_request" ADD CONSTRAINT "delegation_request_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegation_request" ADD CONSTRAINT "delegation_request_requested_by_user_id_user_id_fk" FOREIGN KEY ("requested_by_user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deleted_network" ADD CONSTRAINT "deleted_network_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_share" ADD CONSTRAINT "network_share_network_id_network_id_fk" FOREIGN KEY ("network_id") REFERENCES "public"."network"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_share" ADD CONSTRAINT "network_share_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "address_by_address" ON "address" USING btree ("address");--> statement-breakpoint
CREATE UNIQUE INDEX "delegation_request_one_open" ON "delegation_request" USING btree ("vdc_id") WHERE "delegation_request"."state" = 'open';--> statement-breakpoint
CREATE INDEX "delegation_request_by_vdc" ON "delegation_request" USING btree ("vdc_id","created_at");--> statement-breakpoint
CREATE INDEX "deleted_network_by_vdc" ON "deleted_network" USING btree ("vdc_id","deleted_at");--> statement-breakpoint
CREATE INDEX "network_share_by_vdc" ON "network_share" USING btree ("vdc_id");--> statement-breakpoint
ALTER TABLE "vxlan" ADD CONSTRAINT "vxlan_released_by_vdc_id_vdc_id_fk" FOREIGN KEY ("released_by_vdc_id") REFERENCES "public"."vdc"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vxlan_resting" ON "vxlan" USING btree ("rests_until") WHERE "vxlan"."rests_until" is not null;--> statement-breakpoint
CREATE INDEX "vm_vnic_by_address" ON "vm_vnic" USING gin ("ipv4_addresses");
