SELECT source_bucket AS "sourceBucket",
       source_key AS "sourceKey",
       source_version AS "sourceVersion",
       source_etag AS "sourceEtag",
       target_key AS "targetKey",
       size_bytes AS "size",
       target_etag AS "etag",
       CAST(EXTRACT(EPOCH FROM copied_at) * 1000 AS BIGINT) AS "copiedAtMillis"
FROM file_copy
WHERE execution_id = :?execution
ORDER BY execution_id, seq
