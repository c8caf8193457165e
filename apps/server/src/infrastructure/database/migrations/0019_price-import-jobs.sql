ALTER TABLE "price_imports" ADD COLUMN "committed_by_job" uuid;--> statement-breakpoint
ALTER TABLE "price_imports" ADD COLUMN "result" jsonb;