SELECT m.id AS "mailId",
       m.kind AS "kind",
       d.domain AS "domain",
       d.name AS "dataset",
       d.notify AS "notifyTo",
       m.served AS "delivered",
       d.live_execution AS "liveExecution",
       d.generation AS "liveGeneration",
       CAST(EXTRACT(EPOCH FROM l.committed_at) * 1000 AS BIGINT) AS "liveSince",
       e.id AS "executionId",
       e.started_by AS "startedBy",
       e.reason AS "reason",
       NULLIF(CONCAT_WS('. ', e.note, e.refused), '') AS "note",
       COALESCE(e.late_files, 0) AS "lateFiles",
       COALESCE(e.not_removed, 0) AS "notRemoved",
       COALESCE(e.files_planned, 0) AS "filesPlanned",
       COALESCE(e.files_copied, 0) AS "filesCopied",
       COALESCE(e.bytes_planned, 0) AS "bytesPlanned",
       COALESCE(e.bytes_copied, 0) AS "bytesCopied",
       CAST(EXTRACT(EPOCH FROM e.accepted_at) * 1000 AS BIGINT) AS "acceptedAt",
       CAST(EXTRACT(EPOCH FROM e.started_at) * 1000 AS BIGINT) AS "startedAt",
       CAST(EXTRACT(EPOCH FROM e.finished_at) * 1000 AS BIGINT) AS "finishedAt",
       (SELECT COUNT(*) FROM landing_problem p
        WHERE p.dataset_id = m.dataset_id AND p.mailed_at = m.created_at) AS "problems"
FROM mail m
JOIN dataset d ON d.id = m.dataset_id
LEFT JOIN execution e ON e.id = m.execution_id
LEFT JOIN execution l ON l.id = d.live_execution
WHERE m.id = :?mail
