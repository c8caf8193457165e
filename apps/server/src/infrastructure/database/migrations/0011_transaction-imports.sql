CREATE TABLE "asset_aliases" (
	"owner_id" uuid NOT NULL,
	"key" text NOT NULL,
	"asset_id" uuid NOT NULL,
	CONSTRAINT "asset_aliases_pkey" PRIMARY KEY("owner_id","key")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_mappings_pkey" PRIMARY KEY("owner_id","name")
);
--> statement-breakpoint
CREATE TABLE "transaction_import_rows" (
	"import_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"status" text NOT NULL,
	"resembles" uuid,
	"content" jsonb NOT NULL,
	CONSTRAINT "transaction_import_rows_pkey" PRIMARY KEY("import_id","row")
);
--> statement-breakpoint
CREATE TABLE "transaction_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"portfolio_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"byte_count" integer NOT NULL,
	"file_sha256" text NOT NULL,
	"status" text DEFAULT 'ready' NOT NULL,
	"file" "bytea",
	"reading" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "transaction_imports_owner" UNIQUE("id","owner_id"),
	CONSTRAINT "transaction_imports_status" CHECK ("transaction_imports"."status" in ('ready', 'committed')),
	CONSTRAINT "transaction_imports_file" CHECK (("transaction_imports"."status" = 'ready') = ("transaction_imports"."file" is not null))
);
--> statement-breakpoint
ALTER TABLE "asset_aliases" ADD CONSTRAINT "asset_aliases_asset" FOREIGN KEY ("asset_id","owner_id") REFERENCES "public"."assets"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transaction_import_rows" ADD CONSTRAINT "transaction_import_rows_import" FOREIGN KEY ("import_id","owner_id") REFERENCES "public"."transaction_imports"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transaction_imports" ADD CONSTRAINT "transaction_imports_portfolio" FOREIGN KEY ("portfolio_id","owner_id") REFERENCES "public"."portfolios"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_aliases_asset_id" ON "asset_aliases" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "transaction_imports_expires_at" ON "transaction_imports" USING btree ("expires_at");--> statement-breakpoint
alter table transaction_imports enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on transaction_imports to riskoptimizer_app;
--> statement-breakpoint
create policy transaction_imports_all on transaction_imports for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table transaction_import_rows enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on transaction_import_rows to riskoptimizer_app;
--> statement-breakpoint
create policy transaction_import_rows_all on transaction_import_rows for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table import_mappings enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on import_mappings to riskoptimizer_app;
--> statement-breakpoint
create policy import_mappings_all on import_mappings for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
--> statement-breakpoint
alter table asset_aliases enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on asset_aliases to riskoptimizer_app;
--> statement-breakpoint
create policy asset_aliases_all on asset_aliases for all to riskoptimizer_app
  using (owner_id = (select access.actor_id()) or (select access.is_system()))
  with check (owner_id = (select access.actor_id()) or (select access.is_system()));
