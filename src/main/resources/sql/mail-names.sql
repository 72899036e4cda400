SELECT told.name AS "name", told.writer AS "writer"
FROM (
  SELECT named.name AS name, NULL AS writer, named.place AS place
  FROM (
    SELECT REGEXP_REPLACE(c.target_key, '^([^/]*/){6}', '') AS name, c.seq AS place
    FROM mail m
    JOIN dataset d ON d.id = m.dataset_id AND d.live_execution = m.execution_id
    JOIN file_copy c ON c.execution_id = m.execution_id
    WHERE m.id = :?mail AND c.seq <= 50
    UNION ALL
    SELECT p.object_key || ': ' || p.reason
             || CASE WHEN p.suggestion = '' THEN '' ELSE '. ' || p.suggestion END, 0
    FROM mail m
    JOIN landing_problem p ON p.dataset_id = m.dataset_id AND p.mailed_at = m.created_at
    WHERE m.id = :?mail AND m.execution_id IS NULL
    ORDER BY place, name
    FETCH FIRST 50 ROWS ONLY
  ) named
  UNION ALL
  -- The fourth segment of a key is its writer.
  SELECT DISTINCT
    NULL, REGEXP_REPLACE(REGEXP_REPLACE(p.object_key, '^([^/]*/){3}', ''), '(/[^/]*)+$', ''), 0
  FROM mail m
  JOIN landing_problem p ON p.dataset_id = m.dataset_id AND p.mailed_at = m.created_at
  WHERE m.id = :?mail AND m.execution_id IS NULL AND p.object_key LIKE '%/%/%/%/%'
) told
ORDER BY told.place, told.name
