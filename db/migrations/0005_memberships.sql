CREATE TABLE "membership" (
	"user_id" uuid NOT NULL,
	"vdc_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "membership_user_id_vdc_id_pk" PRIMARY KEY("user_id","vdc_id")
);
--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_vdc_id_vdc_id_fk" FOREIGN KEY ("vdc_id") REFERENCES "public"."vdc"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "membership_by_vdc" ON "membership" USING btree ("vdc_id");