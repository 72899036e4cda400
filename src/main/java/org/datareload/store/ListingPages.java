package org.datareload.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The pages of a listing, each requested when it is asked for. There is at least one. A page may be
 * short or empty while more follow: only the store's response ends a listing. A response that
 * contradicts itself is asked for again, and fails the listing where it stays so: what a listing
 * leaves out would count as gone.
 *
 * @param <Q> request
 * @param <R> response
 * @param <T> entry of a page
 */
final class ListingPages<Q, R, T> implements Iterator<List<T>> {
  private static final int ATTEMPTS = 4;
  private static final long PAUSE_MILLIS = 100;

  private final String failureText;
  private final Function<Q, CompletableFuture<R>> send;
  private final Function<R, Page<T>> read;
  private final BiFunction<Q, R, Q> follow;
  private Q request;
  private String marker;
  // An earlier marker, moved on at each power of two: it finds circles of any length.
  private String checkpoint;
  private long passed;

  /**
   * A response.
   *
   * @param sent how many entries came; the entries may be some of them
   * @param isTruncated whether the store says that the listing goes on; null where it does not say
   * @param marker from where, or null or empty
   * @param count of the entries as the store says, or null
   */
  record Page<T>(List<T> entries, int sent, Boolean isTruncated, String marker, Integer count) {
    /** A marker of two parts, or null where the key is missing. */
    static String marker(String key, String id) {
      return key == null || key.isEmpty() ? null : key + "\n" + id;
    }

    private boolean hasMarker() {
      return marker != null && !marker.isEmpty();
    }

    /** A marker leads on even where the store does not say so, unless nothing came with it. */
    private boolean goesOn() {
      return Boolean.TRUE.equals(isTruncated) || hasMarker() && sent > 0;
    }
  }

  /**
   * @param failureText what to say where a page cannot be read
   * @param read a response
   * @param follow the request for the page after a response, by its marker
   */
  ListingPages(
      String failureText,
      Q first,
      Function<Q, CompletableFuture<R>> send,
      Function<R, Page<T>> read,
      BiFunction<Q, R, Q> follow) {
    this.failureText = failureText;
    this.request = first;
    this.send = send;
    this.read = read;
    this.follow = follow;
  }

  @Override
  public boolean hasNext() {
    return request != null;
  }

  /**
   * @throws StoreFailedException where the store refuses the request, does not answer or
   *     contradicts itself; the page may be asked for again
   */
  @Override
  public List<T> next() {
    if (request == null) {
      throw new NoSuchElementException();
    }
    try {
      for (int attempt = 1; ; attempt++) {
        R response = send.apply(request).join();
        var page = read.apply(response);
        var doubt = doubt(page);
        if (doubt == null) {
          request = page.goesOn() && !isKnown(page) ? follow.apply(request, response) : null;
          pass(page.marker());
          return page.entries();
        }
        if (attempt == ATTEMPTS) {
          throw new StoreFailedException(doubt + ": " + failureText, null);
        }
        Thread.sleep(PAUSE_MILLIS << attempt);
      }
    } catch (CompletionException e) {
      throw S3Failure.toException(failureText, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailedException(failureText + ": this process is stopping", e);
    }
  }

  /** What is wrong with the store's response, or null. */
  private String doubt(Page<T> page) {
    if (page.sent() == 0 && page.isTruncated() == null) {
      return "the store answers a listing by something else";
    }
    if (page.count() != null && page.count() > page.sent()) {
      return "the store says that a page of a listing has %d entries, but sends %d (KeyCount)"
          .formatted(page.count(), page.sent());
    }
    if (!Boolean.TRUE.equals(page.isTruncated())) {
      return null;
    }
    if (!page.hasMarker()) {
      return "the store says that a listing goes on, but not from where (IsTruncated without a"
          + " token)";
    }
    return isKnown(page)
        ? "the store says again and again that a listing goes on from the same place (the same"
            + " token)"
        : null;
  }

  private boolean isKnown(Page<T> page) {
    return page.hasMarker() && (page.marker().equals(marker) || page.marker().equals(checkpoint));
  }

  private void pass(String next) {
    marker = next;
    passed++;
    if (Long.bitCount(passed) == 1) {
      checkpoint = next;
    }
  }
}
