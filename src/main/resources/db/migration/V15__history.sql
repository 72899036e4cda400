-- Whether the rows of an execution's files stand: kept, ending or ended.
ALTER TABLE execution ADD COLUMN history VARCHAR(6) DEFAULT 'kept' NOT NULL;
CREATE INDEX execution_history ON execution (history, id);

-- How many of the counted files have no row any more.
ALTER TABLE file_count ADD COLUMN forgotten BIGINT DEFAULT 0 NOT NULL;
