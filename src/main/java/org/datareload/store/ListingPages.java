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
 * short or empty while more follow: only the store's response ends a listing.
 *
 * @param <Q> request
 * @param <R> response
 * @param <T> entry of a page
 */
final class ListingPages<Q, R, T> implements Iterator<List<T>> {
  private final String failureText;
  private final Function<Q, CompletableFuture<R>> send;
  private final Function<R, List<T>> read;
  private final BiFunction<Q, R, Q> follow;
  private Q request;

  /**
   * @param failureText what to say where a page cannot be read
   * @param read the entries of a response
   * @param follow the request for the next page, or null after the last
   */
  ListingPages(
      String failureText,
      Q first,
      Function<Q, CompletableFuture<R>> send,
      Function<R, List<T>> read,
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
   * @throws StoreFailedException where the store refuses the request or does not answer; the page
   *     may be asked for again
   */
  @Override
  public List<T> next() {
    if (request == null) {
      throw new NoSuchElementException();
    }
    try {
      R response = send.apply(request).join();
      request = follow.apply(request, response);
      return read.apply(response);
    } catch (CompletionException e) {
      throw S3Failure.toException(failureText, e);
    }
  }
}
