-- How long a folder must be quiet before it is planned; NULL for reload.trigger.settle.
ALTER TABLE dataset ADD COLUMN settle_millis BIGINT;
-- listing: replaced objects go at once; manifest: they stay for reload.retire.delay
ALTER TABLE dataset ADD COLUMN readers VARCHAR(8) DEFAULT 'listing' NOT NULL;

-- When the content was dropped, by the store's clock: the trigger file's Last-Modified, or that of
-- the newest selected file; in older rows, when the execution was accepted.
ALTER TABLE execution ADD COLUMN dropped_at TIMESTAMP WITH TIME ZONE;
UPDATE execution SET dropped_at = accepted_at;
-- the upload_date of that file, in milliseconds since 1970
ALTER TABLE execution ADD COLUMN upload_date BIGINT;
-- files that landed in the folder after the plan was frozen
ALTER TABLE execution ADD COLUMN late_files BIGINT DEFAULT 0 NOT NULL;
-- loaded files that the store did not let go from the landing zone
ALTER TABLE execution ADD COLUMN not_removed BIGINT DEFAULT 0 NOT NULL;
-- what people should know beside the reason, for instance objects of the folder that were not loaded
ALTER TABLE execution ADD COLUMN note VARCHAR(2000);

-- Trigger files that are taken up when the dataset's running execution is over.
CREATE TABLE waiting_trigger (
    object_key VARCHAR(1024) NOT NULL PRIMARY KEY,
    identity   VARCHAR(300)  NOT NULL,
    dataset_id VARCHAR(26)   NOT NULL REFERENCES dataset ON DELETE CASCADE,
    dropped_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX waiting_trigger_of_dataset ON waiting_trigger (dataset_id, dropped_at);

-- What a person can do about it.
ALTER TABLE landing_problem ADD COLUMN suggestion VARCHAR(2000) DEFAULT '' NOT NULL;

-- Names of uploads have folders.
ALTER TABLE upload ALTER COLUMN name SET DATA TYPE VARCHAR(1024);
