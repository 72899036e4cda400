package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.datareload.dataset.DatasetName;
import org.datareload.landing.LandingKey.Invalid;
import org.datareload.landing.LandingKey.Marker;
import org.datareload.landing.LandingKey.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingKeyTest {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ann/csv/";

  @Test
  void everySegmentIsParsed() {
    var key = valid(FOLDER + "a+b %20 ü.csv");

    assertThat(key)
        .isEqualTo(
            new LandingKey(
                new DatasetName("sales", "orders"), "1700000000", "ann", "csv", "a+b %20 ü.csv"));
    assertThat(key.isTrigger()).isFalse();
    assertThat(key.folder()).isEqualTo(FOLDER);
    assertThat(key.dlzKey("01J")).isEqualTo(FOLDER + "01J/a+b %20 ü.csv");
  }

  @Test
  void onlyTheExactNameIsATrigger() {
    assertThat(valid(FOLDER + "_SUCCESS").isTrigger()).isTrue();
    assertThat(valid(FOLDER + "x_SUCCESS").isTrigger()).isFalse();
    assertThat(valid(FOLDER + "SUCCESS").isTrigger()).isFalse();
    assertThat(LandingKey.parse(FOLDER + "_success")).isInstanceOf(Invalid.class);
    assertThat(LandingKey.parse(FOLDER + "_SUCCESS.csv")).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "sales/", FOLDER, "../"})
  void aKeyThatEndsInASlashIsAFolderMarker(String key) {
    assertThat(LandingKey.parse(key)).isEqualTo(new Marker());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                 | empty",
        "a.csv                                              | 1 segments",
        "sales/orders/upload_date=1700000000/ann/csv/d/a.csv | 7 segments",
        "sales/orders/upload_date=1700000000/ann/a.csv      | 5 segments",
        "sales//upload_date=1700000000/ann/csv/a.csv        | empty",
        "/sales/orders/upload_date=1700000000/ann/csv/a.csv | empty",
        "sales/orders/upload_date=1700000000/../csv/a.csv   | \"..\"",
        "sales/orders/upload_date=1700000000/ann/./a.csv    | \".\"",
        "sa/orders/upload_date=1700000000/ann/csv/a.csv     | 3 to 120",
        "sales/or-ders/upload_date=1700000000/ann/csv/a.csv | 3 to 120",
        "sales/orders/upload_date=170000000/ann/csv/a.csv   | 10 to 13",
        "sales/orders/upload_date=17000000001234/ann/csv/a.csv | 10 to 13",
        "sales/orders/upload_date=-1700000000/ann/csv/a.csv | 10 to 13",
        "sales/orders/upload_date=١٧٠٠٠٠٠٠٠٠/ann/csv/a.csv  | 10 to 13",
        "sales/orders/Upload_date=1700000000/ann/csv/a.csv  | upload_date=",
        "sales/orders/upload_date=1700000000/ann/csv/_a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/.a.crc | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_temporary/0/a.csv | Hadoop",
      })
  void anInvalidKeyHasAReason(String key, String reason) {
    assertThat(LandingKey.parse(key))
        .isInstanceOfSatisfying(
            Invalid.class, invalid -> assertThat(invalid.reason()).contains(reason));
  }

  @Test
  void keysThatNoStoreOrDatabaseKeepsAreInvalid() {
    assertThat(LandingKey.parse(FOLDER + "a".repeat(1024 - FOLDER.length())))
        .isInstanceOf(Valid.class);
    assertThat(LandingKey.parse(FOLDER + "a".repeat(1025 - FOLDER.length())))
        .isInstanceOf(Invalid.class);
    assertThat(LandingKey.parse(FOLDER + "ü".repeat(500))).isInstanceOf(Invalid.class);
    assertThat(LandingKey.parse(FOLDER + "a\0b")).isInstanceOf(Invalid.class);
    assertThat(LandingKey.parse(FOLDER + "a\ud800b")).isInstanceOf(Invalid.class);
  }

  @Property(tries = 300)
  void aKeyIsWrittenAsItWasParsed(@ForAll("keys") LandingKey key) {
    assertThat(LandingKey.parse(key.toString())).isEqualTo(new Valid(key));
  }

  @Property(tries = 300)
  void everyValidKeyIsWrittenUnchanged(@ForAll String text) {
    if (LandingKey.parse(text) instanceof Valid valid) {
      assertThat(valid.key()).hasToString(text);
    }
    if (LandingKey.parse(FOLDER + text) instanceof Valid valid) {
      assertThat(valid.key()).hasToString(FOLDER + text);
    }
  }

  @Provide
  static Arbitrary<LandingKey> keys() {
    var words =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .numeric()
            .withChars('_')
            .ofMinLength(3)
            .ofMaxLength(120);
    var epochs = Arbitraries.strings().numeric().ofMinLength(10).ofMaxLength(13);
    var steps = Pattern.compile("\\.{1,2}");
    var segments =
        Arbitraries.strings()
            .withChars("ab .+%=&?#\\'\"<>${}ü日\n\r\t")
            .ofMinLength(1)
            .ofMaxLength(60)
            .filter(text -> !steps.matcher(text).matches());
    var names = segments.filter(text -> !text.startsWith("."));
    var datasets = Combinators.combine(words, words).as(DatasetName::new);
    return Combinators.combine(datasets, epochs, segments, segments, names).as(LandingKey::new);
  }

  private static LandingKey valid(String key) {
    return ((Valid) LandingKey.parse(key)).key();
  }
}
