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
import org.datareload.landing.LandingKey.Valid;
import org.datareload.landing.LandingKey.WriterFile;
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
    assertThat(valid(FOLDER + "success.csv").isTrigger()).isFalse();
  }

  @Test
  void aFileNameIsThePathBelowTheFolderOfTheFileType() {
    var key = valid(FOLDER + "dt=2026-11-01/h=1/part-0.csv");

    assertThat(key.fileName()).isEqualTo("dt=2026-11-01/h=1/part-0.csv");
    assertThat(key.folder()).isEqualTo(FOLDER);
    assertThat(key.isTrigger()).isFalse();
    assertThat(key.dlzKey("01J")).isEqualTo(FOLDER + "01J/dt=2026-11-01/h=1/part-0.csv");
  }

  @Test
  void aTriggerIsForItsOwnFolder() {
    var deep = valid(FOLDER + "dt=2026-11-01/_SUCCESS");

    assertThat(deep.isTrigger()).isTrue();
    assertThat(deep.folder()).isEqualTo(FOLDER);
    assertThat(deep.triggerFolder()).isEqualTo(FOLDER + "dt=2026-11-01/");
    assertThat(valid(FOLDER + "_SUCCESS").triggerFolder()).isEqualTo(FOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_success",
        "_Success",
        "SUCCESS",
        "success",
        "__SUCCESS",
        "_SUCCESS_",
        "_SUCCESS ",
        "-SUCCESS",
        "d/SUCCESS",
        "_SUCCESS/"
      })
  void aMisspeltTriggerIsInvalid(String name) {
    assertThat(reason(FOLDER + name)).contains("exactly _SUCCESS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "sales/",
        FOLDER,
        "../",
        "sales_$folder$",
        "sales/orders/upload_date=1700000000_$folder$",
        "sales/orders/_temporary/0/a.csv",
        FOLDER + "_temporary/0/_temporary/attempt_0/part-0.csv",
        FOLDER + "dt=1/_temporary/0/part-0.csv",
        FOLDER + "__magic/job-1/tasks/a/__base/part-0.csv",
        FOLDER + "__magic_job-1/a.pending",
        FOLDER + ".spark-staging-9f/dt=1/part-0.csv",
        FOLDER + ".hive-staging_hive_2026-11-28/-ext-10000/000000_0",
        FOLDER + ".emrfs_staging_0_attempt/part-0",
        FOLDER + "_impala_insert_staging/1_2/a.parq",
        FOLDER + "._WIP_csv123/part-0.csv",
        FOLDER + "_distcp_logs_a1/log",
        FOLDER + "_logs/history/job.xml",
        FOLDER + "_committed_123",
        FOLDER + "dt=1/_started_123",
        FOLDER + "_metadata",
        FOLDER + "_common_metadata",
        FOLDER + ".part-0.csv.crc",
        FOLDER + "._SUCCESS.crc",
        FOLDER + ".distcp.tmp.attempt_local_1_m_0",
        FOLDER + "part-0.csv._COPYING_",
        FOLDER + "dt=1_$folder$",
        FOLDER + ".pig_schema",
        FOLDER + "2026/.DS_Store",
        FOLDER + "._a.csv",
        FOLDER + "Thumbs.db",
        FOLDER + "Desktop.ini",
        FOLDER + ".part-0-1.inprogress.4a1b",
        FOLDER + "_part-0-1_tmp_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
        FOLDER + "_delta_log/",
        FOLDER + "_delta_log_$folder$",
      })
  void whatAWriterKeepsForItselfIsKnownByItsName(String key) {
    assertThat(LandingKey.parse(key)).isEqualTo(new WriterFile());
    assertThat(LandingKey.isWriterFile(key)).isTrue();
    assertThat(LandingKey.isTableLog(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FOLDER + "temporary/a.csv",
        FOLDER + "metadata",
        FOLDER + "committed_1.csv",
        FOLDER + "a.crc",
        FOLDER + "distcp.tmp.csv",
        FOLDER + "folder$",
        FOLDER + "dt=_temporary/a.csv",
        "_temporary/_metadata/upload_date=1700000000/ann/csv/a.csv",
      })
  void similarNamesAreData(String key) {
    assertThat(LandingKey.parse(key)).isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_delta_log/00000000000000000000.json",
        "_delta_log/.00000000000000000000.json.crc",
        "sub/_delta_log/_last_checkpoint",
        "_change_data/cdc-0.parquet",
        ".hoodie/hoodie.properties",
        "dt=1/.hoodie_partition_metadata",
        "metadata/00000-9f.metadata.json",
        "metadata/v1.gz.metadata.json",
        "delta_1_1/_orc_acid_version",
        "_spark_metadata/0",
      })
  void theLogOfATableIsInvalid(String name) {
    assertThat(LandingKey.isTableLog(FOLDER + name)).isTrue();
    assertThat(LandingKey.isWriterFile(FOLDER + name)).isFalse();
    assertThat(reason(FOLDER + name)).contains("A table is not a folder of files");
    assertThat(reason("sales/orders/" + name)).contains("A table is not a folder of files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Icon\r", "a\nb.csv", "a\u0085.csv", "d\u2028/a.csv", "\u2029.csv"})
  void aLineBreakInAKeyIsInvalid(String name) {
    assertThat(reason(FOLDER + name)).contains("one object a line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                 | empty",
        "a.csv                                              | 1 segment but",
        "sales/orders/upload_date=1700000000/ann/csv/d//a.csv | empty",
        "sales/orders/upload_date=1700000000/ann/csv/d/../a.csv | \"..\"",
        "sales/orders/upload_date=1700000000/ann/a.csv      | 5 segments",
        "sales//upload_date=1700000000/ann/csv/a.csv        | empty",
        "/sales/orders/upload_date=1700000000/ann/csv/a.csv | empty",
        "sales/orders/upload_date=1700000000/../csv/a.csv   | \"..\"",
        "sales/orders/upload_date=1700000000/ann/./a.csv    | \".\"",
        "s/orders/upload_date=1700000000/ann/csv/a.csv      | 2 to 120",
        "sales/or-ders/upload_date=1700000000/ann/csv/a.csv | 2 to 120",
        "sales/orders/upload_date=170000000/ann/csv/a.csv   | 10 to 13",
        "sales/orders/upload_date=17000000001234/ann/csv/a.csv | 10 to 13",
        "sales/orders/upload_date=-1700000000/ann/csv/a.csv | 10 to 13",
        "sales/orders/upload_date=١٧٠٠٠٠٠٠٠٠/ann/csv/a.csv  | 10 to 13",
        "sales/orders/Upload_date=1700000000/ann/csv/a.csv  | upload_date=",
        "sales/orders/upload_date=1700000000/ann/csv/_a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/.a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_d/a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/d/.d/a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_d/_SUCCESS | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_SUCCESS/a.csv | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_SUCCESS/_SUCCESS | hide",
        "sales/orders/upload_date=1700000000/ann/csv/_SUCCESS.csv | hide",
      })
  void anInvalidKeyHasAReason(String key, String reason) {
    assertThat(reason(key)).contains(reason);
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
            .ofMinLength(2)
            .ofMaxLength(120);
    var epochs = Arbitraries.strings().numeric().ofMinLength(10).ofMaxLength(13);
    var steps = Pattern.compile("\\.{1,2}");
    var segments =
        Arbitraries.strings()
            .withChars("ab .+%=&?#\\'\"<>${}ü日\t")
            .ofMinLength(1)
            .ofMaxLength(60)
            .filter(text -> !steps.matcher(text).matches());
    var names =
        segments
            .filter(text -> !text.startsWith("."))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(path -> String.join("/", path));
    var datasets = Combinators.combine(words, words).as(DatasetName::new);
    return Combinators.combine(datasets, epochs, segments, segments, names).as(LandingKey::new);
  }

  private static String reason(String key) {
    return ((Invalid) LandingKey.parse(key)).reason();
  }

  private static LandingKey valid(String key) {
    return ((Valid) LandingKey.parse(key)).key();
  }
}
