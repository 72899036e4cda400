package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLinterTest {
  private static final Dataset ORDERS = dataset("sales", "orders", "csv");
  private static final List<Dataset> ALL =
      List.of(dataset("sales", "returns", "parquet"), ORDERS, dataset("hr", "people", "csv"));
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ann/csv/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_success", "_Success", "_SUCCES", "_SUCESS", "_SUCCESSS", "_SUCCESS.txt", "_SUCCESS.csv",
        "_SUCCESS (1)", "_SUCCESS ", "SUCCESS", "success", "__SUCCESS__", "dt=1/SUCCESS",
            "_SUCCESS/"
      })
  void namesTheTriggerThatWasMeant(String name) {
    assertThat(suggestion(FOLDER + name))
        .isEqualTo("Did you mean _SUCCESS? The trigger is a file named exactly _SUCCESS.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1700000       | this has 7 digits.                    | <epoch>",
        "170000000     | in milliseconds is fine; this has 9   | <epoch>",
        "1700000000123456 | this has 16 digits                 | 1700000000123",
        "1700000000123456789 | this has 19 digits              | 1700000000123",
        "1700000000.25 | this has a fraction                   | 1700000000",
        "2026-11-28    | a date, which is 1795824000 in UTC.   | 1795824000",
        "20261128      | a date, which is 1795824000           | 1795824000",
        "20261128120000 | a date, which is 1795867200          | 1795867200",
        "2026-11-28T12:00:00 | a date, which is 1795867200     | 1795867200",
        "2026-11-28T12:00:00+01:00 | a date, which is 1795863600 | 1795863600",
        "yesterday     | this is no epoch                          | <epoch>",
        "-1700000000   | this is no epoch                          | <epoch>",
      })
  void saysWhatAnEpochIs(String value, String note, String epoch) {
    assertThat(suggestion("sales/orders/upload_date=" + value + "/ann/csv/a.csv"))
        .contains("An epoch in seconds or in milliseconds is fine; ", note)
        .endsWith("Did you mean sales/orders/upload_date=" + epoch + "/ann/csv/a.csv?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upload-date=1700000000",
        "Upload_Date=1700000000",
        "UPLOADDATE=1700000000",
        "upload_date1700000000",
        "upload_date-1700000000",
        "upload_date%3D1700000000",
        "1700000000",
      })
  void saysHowTheDateIsWritten(String date) {
    assertThat(suggestion("sales/orders/" + date + "/ann/csv/a.csv"))
        .isEqualTo(
            "The third segment begins with exactly upload_date=. Did you mean "
                + FOLDER
                + "a.csv?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The file type
        "sales/orders/D/ann/parquet/a.csv     | FileType of this dataset is csv. | D/ann/csv/a.csv",
        "sales/orders/D/ann/CSV/a.csv         | FileType of this dataset is csv. | D/ann/csv/a.csv",
        "sales/orders/D/ann/parquet/_SUCCESS  | FileType of this dataset is csv. | D/ann/csv/_SUCCESS",
        // Missing segments
        "sales/orders/D/ann/a.csv        | The FileType is missing behind the user id: csv/. | D/ann/csv/a.csv",
        "sales/orders/D/ann/_SUCCESS     | The FileType is missing behind the user id: csv/. | D/ann/csv/_SUCCESS",
        "sales/orders/D/ann/dt=1/a.csv   | The FileType is missing behind the user id: csv/. | D/ann/csv/dt=1/a.csv",
        "sales/orders/D/csv/a.csv        | The user id is missing before csv. | D/<UserId>/csv/a.csv",
        "sales/orders/D/csv/dt=1/a.csv   | The user id is missing before csv. | D/<UserId>/csv/dt=1/a.csv",
        "sales/orders/D/a.csv            | The user id and the FileType are missing: <UserId>/csv/. | D/<UserId>/csv/a.csv",
        "sales/orders/D/dt=1/a.csv       | The user id and the FileType are missing: <UserId>/csv/. | D/<UserId>/csv/dt=1/a.csv",
        "sales/orders/ann/csv/a.csv      | The segment upload_date=<epoch> is missing behind the dataset's name. | E/ann/csv/a.csv",
        "sales/orders/dt=1/a.csv         | The user id and the FileType are missing: <UserId>/csv/. | E/<UserId>/csv/dt=1/a.csv",
        // Segments that are too much
        "raw/sales/orders/D/ann/csv/a.csv | The key has too much: raw/. | D/ann/csv/a.csv",
        "sales/orders/x/y/D/ann/csv/a.csv | The key has too much: x/y/. | D/ann/csv/a.csv",
        "sales/orders/D/ann/x/csv/a.csv   | The key has too much: x/.   | D/ann/csv/a.csv",
        "/sales/orders/D/ann/csv/a.csv    | ''                          | D/ann/csv/a.csv",
        "sales/orders/D/ann/csv//d//a.csv | ''                          | D/ann/csv/d/a.csv",
        // The dataset
        "Sales/Orders/D/ann/csv/a.csv     | A dataset is named sales/orders. | D/ann/csv/a.csv",
        "sales/order/D/ann/csv/a.csv      | A dataset is named sales/orders. | D/ann/csv/a.csv",
        "sale/ordres/D/ann/csv/a.csv      | ''                               | ''",
        "sales-/orders/D/ann/csv/a.csv    | A dataset is named sales/orders. | D/ann/csv/a.csv",
        "sales/unknown/D/ann/csv/a.csv    | ''                               | ''",
        "sales/unknown/D/ann/a.csv        | The user id or the FileType is missing before the file name. | ''",
        "orders/D/ann/csv/a.csv           | The domain or the dataset's name is missing before upload_date. | ''",
        // Hidden names and line breaks
        "sales/orders/D/ann/csv/_a.csv    | '' | D/ann/csv/a.csv",
        "sales/orders/D/ann/csv/_d/.a.csv | '' | D/ann/csv/d/a.csv",
        "sales/orders/D/ann/csv/a\u2028b.csv | '' | D/ann/csv/a_b.csv",
        // Two at once
        "Sales/orders/D/ann/CSV/a.csv | A dataset is named sales/orders. FileType of this dataset is csv. | D/ann/csv/a.csv",
        "sales/orders/D/ann/success   | Did you mean _SUCCESS? | D/ann/csv/_SUCCESS",
        // Nothing to add
        "a.csv                        | '' | ''",
        "sales/a.csv                  | '' | ''",
      })
  void offersTheKeyThatWasMeant(String key, String note, String meant) {
    var end = meant.isEmpty() ? "" : "Did you mean sales/orders/" + dated(meant) + "?";
    assertThat(suggestion(dated(key))).contains(note).endsWith(end);
    if (note.isEmpty()) {
      assertThat(suggestion(dated(key))).isEqualTo(end);
    }
  }

  @Test
  void tellsThatATableIsWrittenAsPlainFiles() {
    assertThat(suggestion(FOLDER + "_delta_log/0.json")).contains("snapshot", "plain files");
  }

  @Property(tries = 500)
  void everySuggestionFitsItsColumn(@ForAll String text) {
    for (var key : List.of(text, "sales/orders/" + text, FOLDER + text)) {
      var suggestion = suggestion(key);
      assertThat(suggestion).hasSizeLessThan(2_000);
    }
  }

  private static String suggestion(String key) {
    var dataset = key.startsWith("sales/orders/") ? ORDERS : null;
    return KeyLinter.suggestion(key, dataset, new NearestDatasets(() -> ALL));
  }

  private static String dated(String key) {
    return key.replaceFirst("^E/|/E/", "upload_date=<epoch>/")
        .replaceFirst("(^|/)D/", "$1upload_date=1700000000/");
  }

  private static Dataset dataset(String domain, String name, String fileType) {
    return new Dataset(
        domain + name,
        new DatasetName(domain, name),
        fileType,
        DatasetSettings.of(List.of()),
        0,
        null,
        Instant.EPOCH);
  }
}
