package org.datareload.execution;

import org.datareload.dataset.FileCount;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The statements of {@link Previews}. A copy's name is the last segment of its key. */
@RegisterConstructorMapper(FileCount.class)
public interface PreviewSql {
  @CreateSqlObject
  SelectionSql selection();

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE dataset_id = :dataset AND status = 'pending' AND id = ANY(:ids)
        AND name IN (SELECT REGEXP_REPLACE(target_key, '^([^/]*/)*', '') FROM file_copy
                     WHERE execution_id = :live)
      """)
  FileCount replacesIds(
      @Bind("dataset") String datasetId, @Bind("live") String live, @Bind("ids") String[] ids);

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE dataset_id = :dataset AND status = 'pending'
        AND LOWER(name) LIKE :pattern ESCAPE '!' AND NOT (id = ANY(:except))
        AND name IN (SELECT REGEXP_REPLACE(target_key, '^([^/]*/)*', '') FROM file_copy
                     WHERE execution_id = :live)
      """)
  FileCount replacesAll(
      @Bind("dataset") String datasetId,
      @Bind("live") String live,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file_copy
      WHERE execution_id = :live AND REGEXP_REPLACE(target_key, '^([^/]*/)*', '') NOT IN
        (SELECT name FROM file
         WHERE dataset_id = :dataset AND status = 'pending' AND id = ANY(:ids))
      """)
  FileCount removesIds(
      @Bind("dataset") String datasetId, @Bind("live") String live, @Bind("ids") String[] ids);

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file_copy
      WHERE execution_id = :live AND REGEXP_REPLACE(target_key, '^([^/]*/)*', '') NOT IN
        (SELECT name FROM file
         WHERE dataset_id = :dataset AND status = 'pending'
           AND LOWER(name) LIKE :pattern ESCAPE '!' AND NOT (id = ANY(:except)))
      """)
  FileCount removesAll(
      @Bind("dataset") String datasetId,
      @Bind("live") String live,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);
}
