-- What becomes of replaced content: trash, delete or keep.
ALTER TABLE dataset ADD COLUMN replaced VARCHAR(6) DEFAULT 'trash' NOT NULL;
UPDATE dataset SET replaced = 'delete' WHERE skip_trash;
ALTER TABLE dataset DROP COLUMN skip_trash;

-- Where the content of an execution went when it was replaced: trash, versions, kept or deleted.
ALTER TABLE execution ADD COLUMN retired_to VARCHAR(8);
UPDATE execution
SET retired_to = (
  SELECT CASE d.replaced WHEN 'delete' THEN 'deleted' ELSE 'trash' END
  FROM dataset d WHERE d.id = execution.dataset_id)
WHERE retired_by IS NOT NULL;

-- The execution that made the content where it was restored in place; NULL for this execution.
ALTER TABLE execution ADD COLUMN content_of VARCHAR(26);

-- From then on its content is being deleted and cannot be restored.
ALTER TABLE execution ADD COLUMN emptying BOOLEAN DEFAULT FALSE NOT NULL;
