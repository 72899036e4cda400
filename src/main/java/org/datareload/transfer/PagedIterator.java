package org.datareload.transfer;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads rows by keyset pages, so that only one page is in memory.
 *
 * @param <T> the rows
 */
public final class PagedIterator<T> implements Iterator<List<T>> {
  /** Rows of a page. */
  public static final int SIZE = 1_000;

  private final Function<T, List<T>> pageAfter;
  private List<T> page;
  private List<T> next;

  /**
   * Yields at least one page: an empty one where there are no rows.
   *
   * @param pageAfter reads the page after the given row, the first page for null; an empty page
   *     ends the iteration
   */
  public PagedIterator(Function<T, List<T>> pageAfter) {
    this.pageAfter = pageAfter;
  }

  /** The rows of all pages. */
  public static <T> Iterator<T> rows(Function<T, List<T>> pageAfter) {
    Iterable<List<T>> pages = () -> new PagedIterator<>(pageAfter);
    return StreamSupport.stream(pages.spliterator(), false).flatMap(List::stream).iterator();
  }

  @Override
  public boolean hasNext() {
    if (page == null) {
      // Not read before it is taken: a split asks whether there is more before it handles a part,
      // and what is done with that part may change this page.
      return true;
    }
    if (next == null && !page.isEmpty()) {
      next = pageAfter.apply(page.get(page.size() - 1));
    }
    return next != null && !next.isEmpty();
  }

  @Override
  public List<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there is no further page");
    }
    page = page == null ? pageAfter.apply(null) : next;
    next = null;
    return page;
  }
}
