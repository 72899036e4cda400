-- Which deletion it is of those that a name can have, one after the other.
ALTER TABLE purge ADD COLUMN dataset_id VARCHAR(26) DEFAULT '' NOT NULL;
