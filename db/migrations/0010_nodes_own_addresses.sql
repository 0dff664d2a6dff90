CREATE TABLE "node_address" (
	"node_id" uuid NOT NULL,
	"interface_name" text NOT NULL,
	"mac_address" text NOT NULL,
	"nic_tag_name" text NOT NULL,
	"vxlan_id" integer,
	"vlan_id" integer NOT NULL,
	"ipv4_address" "inet" NOT NULL,
	CONSTRAINT "node_address_node_id_interface_name_nic_tag_name_pk" PRIMARY KEY("node_id","interface_name","nic_tag_name")
);
--> statement-breakpoint
ALTER TABLE "node_address" ADD CONSTRAINT "node_address_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "node_address_by_segment" ON "node_address" USING btree ("vxlan_id","nic_tag_name","vlan_id");--> statement-breakpoint
CREATE INDEX "node_address_by_address" ON "node_address" USING btree ("ipv4_address");
--> statement-breakpoint
-- What nodes told so far; from now on every refresh keeps it.
INSERT INTO "node_address" ("node_id", "interface_name", "mac_address", "nic_tag_name", "vxlan_id", "vlan_id", "ipv4_address")
SELECT n."id", v->>'name', v->>'macAddress', c."nic_tag_name", c."vxlan_id", (v->>'vlanId')::int, (v->>'ipv4Address')::inet
FROM "node" n
CROSS JOIN LATERAL jsonb_array_elements(n."facts"->'hostVnics'->'value') v
CROSS JOIN LATERAL (
  SELECT o->>'overlayRuleName' AS "nic_tag_name", (o->>'vxlanId')::int AS "vxlan_id"
  FROM jsonb_array_elements(n."facts"->'overlays'->'value') o
  WHERE o->>'name' = v->>'over' AND o->>'overlayRuleName' IS NOT NULL
  UNION
  SELECT t, NULL FROM jsonb_array_elements(n."facts"->'nics'->'value') i, jsonb_array_elements_text(i->'nicTagNames') t
  WHERE i->>'name' = v->>'over'
  UNION
  SELECT t->>'name', NULL FROM jsonb_array_elements(n."facts"->'nicTags'->'value') t
  WHERE t->>'type' <> 'overlay rule' AND (t->>'link' = v->>'over' OR (t->>'type' = 'etherstub' AND t->>'name' = v->>'over'))
) c
WHERE v->>'ipv4Address' IS NOT NULL
ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "node_address" ("node_id", "interface_name", "mac_address", "nic_tag_name", "vxlan_id", "vlan_id", "ipv4_address")
SELECT n."id", i->>'name', i->>'macAddress', t, NULL, 0, (i->>'ipv4Address')::inet
FROM "node" n
CROSS JOIN LATERAL jsonb_array_elements(n."facts"->'nics'->'value') i
CROSS JOIN LATERAL jsonb_array_elements_text(i->'nicTagNames') t
WHERE i->>'ipv4Address' IS NOT NULL
ON CONFLICT DO NOTHING;
