package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewDatasetTest {
  @Test
  void namesEveryInvalidField() {
    var settings =
        DatasetSettings.of(List.of())
            .withDescription("x".repeat(2001))
            .withSettle(Duration.ofHours(2));
    var request = new NewDataset("a", null, "c/v", "append", settings);

    assertThat(request.errors())
        .extracting(FieldError::field)
        .containsExactly(
            "domain", "name", "fileType", "updateMethod", "description", "notify", "settle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_trash", "_TRASH", "_receipts"})
  void refusesTheDomainsOfTheTrashAndTheReceipts(String domain) {
    var addresses = List.of("ann@example.org");
    var request = new NewDataset(domain, "sales", "csv", "reload", DatasetSettings.of(addresses));

    assertThat(request.errors()).extracting(FieldError::field).containsExactly("domain");
  }

  @Test
  void acceptsAValidRequest() {
    var addresses = Collections.nCopies(20, "first.o'last+tag@mail.example.org");

    assertThat(withAddresses(addresses).errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@example.org",
        "ann@",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann@example.org,eve@example.org",
        "Ann <ann@example.org>",
        "ann@exa mple.org",
        "ann@example.org\n",
        "ann@-example.org",
        "ann@example-.org",
        "ann@example..org",
        "ann..lee@example.org",
        ".ann@example.org",
        "ann@example.org."
      })
  void refusesAnInvalidMailAddress(String address) {
    assertThat(withAddresses(List.of(address)).errors())
        .extracting(FieldError::field)
        .containsExactly("notify");
  }

  @Test
  void refusesTooManyTooLongAndMissingAddresses() {
    assertThat(withAddresses(Collections.nCopies(21, "ann@example.org")).errors()).hasSize(1);
    assertThat(withAddresses(List.of("ann@" + "e".repeat(251))).errors()).hasSize(1);
    assertThat(withAddresses(null).errors()).hasSize(1);
  }

  private static NewDataset withAddresses(List<String> addresses) {
    return new NewDataset("sales", "orders", "csv", "reload", DatasetSettings.of(addresses));
  }
}
