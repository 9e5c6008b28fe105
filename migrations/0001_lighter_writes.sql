ALTER TABLE "session_revisions" DROP CONSTRAINT "session_revisions_chunk";--> statement-breakpoint
ALTER TABLE "annotations" DROP CONSTRAINT "annotations_run_id_runs_id_fk";
--> statement-breakpoint
ALTER TABLE "facts" DROP CONSTRAINT "facts_run_id_runs_id_fk";
--> statement-breakpoint
DROP INDEX "session_revisions_claims";--> statement-breakpoint
DROP INDEX "session_revisions_waiting";--> statement-breakpoint
CREATE INDEX "session_revisions_waiting" ON "session_revisions" USING btree ("chunk_id") WHERE "session_revisions"."chunk_id" is not null;--> statement-breakpoint
UPDATE "session_revisions" SET "chunk_id" = null WHERE "chunk_id" is not null AND "state" not in ('pending', 'annotating', 'parked');--> statement-breakpoint
ALTER TABLE "session_revisions" ADD CONSTRAINT "session_revisions_chunk" CHECK (("session_revisions"."chunk_id" is not null) = ("session_revisions"."state" in ('pending', 'annotating', 'parked')));--> statement-breakpoint
ALTER TABLE "session_revisions" SET (fillfactor = 50);
