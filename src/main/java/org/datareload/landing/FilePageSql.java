package org.datareload.landing;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The statements of {@link FilePages}. ORDER BY names all columns of an index, even constant ones:
 * otherwise H2 sorts all rows of the dataset for each page.
 */
@RegisterRowMapper(LandingFileSql.FileMapper.class)
public interface FilePageSql {
  @SqlQuery(
      """
      SELECT * FROM file WHERE dataset_id = :dataset AND id > :after
        AND LOWER(name) LIKE LOWER(:name) ESCAPE '!'
      ORDER BY dataset_id, id FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingFile> page(
      @Bind("dataset") String datasetId,
      @Bind("name") String name,
      @Bind("after") String after,
      @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT * FROM file WHERE dataset_id = :dataset AND status = :status AND id > :after
        AND LOWER(name) LIKE LOWER(:name) ESCAPE '!'
      ORDER BY dataset_id, status, id FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingFile> page(
      @Bind("dataset") String datasetId,
      @Bind("status") String status,
      @Bind("name") String name,
      @Bind("after") String after,
      @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT COUNT(*) FROM file WHERE dataset_id = :dataset AND status IN (<statuses>)
        AND LOWER(name) LIKE LOWER(:name) ESCAPE '!'
      """)
  long countNamed(
      @Bind("dataset") String datasetId,
      @BindList("statuses") Collection<String> statuses,
      @Bind("name") String name);

  @SqlQuery(
      """
      SELECT COALESCE(SUM(files - forgotten), 0) FROM file_count
      WHERE dataset_id = :dataset AND status IN (<statuses>)
      """)
  long count(@Bind("dataset") String datasetId, @BindList("statuses") Collection<String> statuses);

  @SqlQuery(
      """
      SELECT * FROM file WHERE dataset_id = :dataset AND id = ANY(:ids) ORDER BY id
      """)
  List<LandingFile> find(@Bind("dataset") String datasetId, @Bind("ids") String[] ids);
}
