package org.datareload.landing;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import org.datareload.landing.LandingProblemSql.NewProblem;

/** Objects that landed where no dataset can take them, each with the reason. */
public final class LandingProblems {
  private final LandingProblemSql sql;

  public LandingProblems(LandingProblemSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Notes the objects; what is noted already is left as it is. At most 1,000 at a time. */
  void note(List<NewProblem> objects) {
    if (objects.isEmpty()) {
      return;
    }
    var noted =
        sql.find(objects.stream().map(NewProblem::key).toArray(String[]::new)).stream()
            .collect(toMap(LandingProblem::key, identity()));
    objects.stream().filter(object -> !object.isNotedAs(noted.get(object.key()))).forEach(sql::put);
  }

  /** Drops keys whose object has gone, or is at its place now. */
  void forget(Collection<String> keys) {
    if (!keys.isEmpty()) {
      sql.delete(keys.toArray(String[]::new));
    }
  }

  /** The keys that were looked at longest ago, which counts as a look. */
  List<String> takeLongestUnseen(int limit) {
    var keys = sql.longestUnseen(limit);
    if (!keys.isEmpty()) {
      sql.touch(keys.toArray(String[]::new));
    }
    return keys;
  }

  /**
   * The problems of all datasets and of none, by key.
   *
   * @param after the last key of the page before, null for the first page
   */
  public List<LandingProblem> page(String after, int limit) {
    return sql.page(after == null ? "" : after, limit);
  }

  /** The problems of one dataset, by key. */
  public List<LandingProblem> page(String datasetId, String after, int limit) {
    return sql.page(datasetId, after == null ? "" : after, limit);
  }
}
