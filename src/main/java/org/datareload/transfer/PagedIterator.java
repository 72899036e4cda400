package org.datareload.transfer;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Walks through rows a page at a time, so that only one page is in memory.
 *
 * @param <T> the rows
 */
public final class PagedIterator<T> implements Iterator<T> {
  /** Rows in a page. */
  public static final int SIZE = 1_000;

  private final Function<T, List<T>> pageAfter;
  private Iterator<T> page = Collections.emptyIterator();
  private T last;
  private boolean more = true;

  /**
   * @param pageAfter reads the page behind the given row, or the first one for null; an empty page
   *     ends the walk
   */
  public PagedIterator(Function<T, List<T>> pageAfter) {
    this.pageAfter = pageAfter;
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && more) {
      var next = pageAfter.apply(last);
      more = !next.isEmpty();
      page = next.iterator();
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no row behind " + last);
    }
    last = page.next();
    return last;
  }
}
