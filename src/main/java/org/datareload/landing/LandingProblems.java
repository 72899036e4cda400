package org.datareload.landing;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import org.datareload.landing.LandingProblemSql.NewProblem;

/** The objects in the landing zone that no dataset loads, each with the reason. */
public final class LandingProblems {
  private final LandingProblemSql sql;

  public LandingProblems(LandingProblemSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Records the objects, at most 1,000; unchanged problems are not written again. */
  void note(List<NewProblem> objects) {
    if (objects.isEmpty()) {
      return;
    }
    var known =
        sql.find(objects.stream().map(NewProblem::key).toArray(String[]::new)).stream()
            .collect(toMap(LandingProblem::key, identity()));
    objects.stream().filter(object -> !object.isSameAs(known.get(object.key()))).forEach(sql::put);
  }

  /** Forgets the problems at these keys: the object is gone, or a dataset loads it now. */
  void forget(Collection<String> keys) {
    if (!keys.isEmpty()) {
      sql.delete(keys.toArray(String[]::new));
    }
  }

  /** Those of the keys, at most 1,000, at which problems are recorded. */
  List<String> known(List<String> keys) {
    return keys.isEmpty()
        ? List.of()
        : sql.find(keys.toArray(String[]::new)).stream().map(LandingProblem::key).toList();
  }

  /** The keys that were checked longest ago; marks them as checked now. */
  List<String> takeLongestUnseen(int limit) {
    var keys = sql.longestUnseen(limit);
    if (!keys.isEmpty()) {
      sql.touch(keys.toArray(String[]::new));
    }
    return keys;
  }

  /**
   * One page of all problems, with or without a dataset, by key.
   *
   * @param after last key of the previous page, or null for the first page
   */
  public List<LandingProblem> page(String after, int limit) {
    return sql.page(after == null ? "" : after, limit);
  }

  /** One page of the problems of a dataset, by key. */
  public List<LandingProblem> page(String datasetId, String after, int limit) {
    return sql.page(datasetId, after == null ? "" : after, limit);
  }
}
