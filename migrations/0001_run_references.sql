ALTER TABLE "annotations" DROP CONSTRAINT "annotations_run_id_runs_id_fk";
--> statement-breakpoint
ALTER TABLE "facts" DROP CONSTRAINT "facts_run_id_runs_id_fk";
