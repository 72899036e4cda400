package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ListingPagesTest {
  private final List<List<String>> responses = new ArrayList<>();
  private final List<Integer> requests = new ArrayList<>();

  @Test
  void requestsEachPageWhenItIsAskedFor() {
    responses.addAll(List.of(List.of("a"), List.of(), List.of("b")));
    var pages = pages();
    assertThat(pages.hasNext()).isTrue();
    assertThat(requests).isEmpty();
    assertThat(pages.next()).containsExactly("a");
    assertThat(pages.hasNext()).isTrue();
    assertThat(requests).containsExactly(0);
    assertThat(pages.next()).isEmpty();
    assertThat(pages.next()).containsExactly("b");
    assertThat(pages.hasNext()).isFalse();
    assertThatThrownBy(pages::next).isInstanceOf(NoSuchElementException.class);
    assertThat(requests).containsExactly(0, 1, 2);
  }

  @Test
  void requestsAPageAgainAfterItFailed() {
    var pages = pages();
    assertThatThrownBy(pages::next)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith("bucket could not be listed: ");
    responses.add(List.of("a"));
    assertThat(pages.next()).containsExactly("a");
    assertThat(requests).containsExactly(0, 0);
  }

  private ListingPages<Integer, List<String>, String> pages() {
    return new ListingPages<>(
        "bucket could not be listed",
        0,
        number -> {
          requests.add(number);
          return number < responses.size()
              ? CompletableFuture.completedFuture(responses.get(number))
              : CompletableFuture.failedFuture(
                  S3Exception.builder().statusCode(503).message("busy").build());
        },
        response -> {
          boolean goesOn = requests.get(requests.size() - 1) + 1 < responses.size();
          return new ListingPages.Page<>(
              response, response.size(), goesOn, goesOn ? "after " + requests.size() : null, null);
        },
        (number, response) -> number + 1);
  }
}
