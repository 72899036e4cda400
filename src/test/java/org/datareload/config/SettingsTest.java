package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.datareload.mail.ReportMails;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Map<String, String> MINIMUM =
      Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz");

  private static Settings read(Map<String, String> file, Map<String, String> environment) {
    return Settings.of(new SettingsReader(file, environment, Map.of()));
  }

  private static Map<String, String> with(String name, String value) {
    var properties = new HashMap<>(MINIMUM);
    properties.put(name, value);
    return properties;
  }

  @Test
  void requiresOnlyTheBuckets() {
    var settings = read(MINIMUM, Map.of());

    assertThat(settings.zones().landing()).isEqualTo("lz");
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().publicUrl()).isEqualTo("http://127.0.0.1:8080");
    assertThat(settings.store().maxInFlight()).isEqualTo(64);
    assertThat(settings.work().lease()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void readsTheRecipientsOfTheReport() {
    var properties = with("reload.report.to", "ana@example.com, bob@example.com");
    properties.put("reload.report.every", "weekly");

    assertThat(read(MINIMUM, Map.of()).report()).isEqualTo(report(1));
    assertThat(read(properties, Map.of()).report())
        .isEqualTo(report(7, "ana@example.com", "bob@example.com"));
  }

  private static ReportMails.Settings report(int days, String... to) {
    return new ReportMails.Settings(List.of(to), days);
  }

  @Test
  void prefersTheEnvironmentToTheFile() {
    var settings =
        read(
            with("reload.s3.endpoint", "http://file:1"),
            Map.of("RELOAD_S3_ENDPOINT", "http://env:2", "RELOAD_S3_PATH_STYLE", "true"));

    assertThat(settings.store().endpoint()).hasToString("http://env:2");
    assertThat(settings.store().pathStyle()).isTrue();
  }

  @Test
  void warnsOfUnknownVariablesOfTheEnvironment() {
    try (var lines = LogLines.ofProgram()) {
      read(MINIMUM, Map.of("RELOAD_TRASH_KEEPDAYS", "0", "RELOAD_TRASH_KEEP_DAYS", "0"));

      assertThat(lines.all())
          .containsOnlyOnce("RELOAD_")
          .contains("RELOAD_TRASH_KEEPDAYS is not a known property");
    }
  }

  @Test
  void showsNoPasswordOfADatabaseUrl() {
    var url = "jdbc:postgresql://db/reload?user=ana&password=secret&ssl=true";

    assertThat(new Settings.Database(url, "ana", "hidden"))
        .hasToString("jdbc:postgresql://db/reload?user=ana&password=***&ssl=true");
  }

  @Test
  void neverLetsH2DelayWrites() {
    var url = with("reload.db.url", "jdbc:h2:file:./x");

    assertThat(read(MINIMUM, Map.of()).database().url()).contains(";WRITE_DELAY=0");
    assertThat(read(url, Map.of()).database().url()).contains(";WRITE_DELAY=0");
    for (var delay : List.of("WRITE_DELAY=0", "WRITE_DELAY=0;MODE=REGULAR", "write_delay=0")) {
      var set = with("reload.db.url", "jdbc:h2:file:./x;" + delay);
      assertThat(read(set, Map.of()).database().url())
          .startsWith("jdbc:h2:file:./x;" + delay)
          .containsOnlyOnce(delay.substring(0, 13));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reload.s3.endpoint                | ftp://host
          reload.s3.endpoint                | no address
          reload.s3.path-style              | maybe
          reload.sqs.endpoint               | host:1
          reload.sweep.interval             | soon
          reload.sweep.interval             | 0s
          reload.copies.in-flight           | 0
          reload.copies.part-size           | 1MiB
          reload.copies.multipart-threshold | 6GiB
          reload.dlz.sse                    | rot13
          reload.dlz.kms-key                | key-without-sse
          reload.dlz.storage-class          | GLACIER
          reload.dlz.acl                    | everybody
          reload.dlz.endpoint               | http://other
          reload.s3.dlz.endpoint            | http://other
          reload.lz.region                  | eu-1
          reload.db.url                     | jdbc:mysql://host/db
          reload.db.url                     | jdbc:h2:file:./x;WRITE_DELAY=500
          reload.db.url                     | jdbc:h2:file:./x;WRITE_DELAY=0500
          reload.db.url                     | jdbc:h2:file:./x;WRITE_DELAY=00
          reload.db.url                     | jdbc:h2:file:./x;WRITE_DELAY=
          reload.db.url                     | jdbc:h2:file:./x;write_delay=500;MODE=REGULAR
          reload.db.url                     | jdbc:h2:file:./x;WRITE_DELAY=0;WRITE_DELAY=500
          reload.db.url                     | jdbc:h2:mem:
          reload.db.url                     | jdbc:h2:mem:reload;DB_CLOSE_DELAY=-1
          reload.db.url                     | jdbc:h2:nioMemFS:reload
          reload.db.url                     | jdbc:h2:file:memLZF:reload
          reload.db.url                     | jdbc:h2:file:./x;AUTO_SERVER=TRUE
          reload.db.url                     | jdbc:h2:file:./x;file_lock=no
          reload.db.url                     | jdbc:h2:tcp://db.example/reload
          reload.dlz.bucket                 | lz
          reload.mail.port                  | 99999
          reload.http.port                  | http
          reload.http.host                  | 0.0.0.0
          reload.auth                       | magic
          reload.public-url                 | //host
          reload.trash.keep-days            | -1
          reload.audit.keep-days            | 0
          reload.audit.keep-days            | 36501
          reload.audit.keep-days            | ever
          reload.lz.buckt                   | lz
          reload.report.to                  | nobody
          reload.report.to                  | ana@example.com,
          reload.report.every               | monthly
          reload.mail.from                  | nobody
          reload.mail.from                  | Nobody <nobody>
          reload.mail.from                  | ana@example.com, bob@example.com
          reload.mail.from                  | Ana <ana@example.com> <bob@example.com>
          reload.mail.host                  | smtp://mail.example.com
          reload.mail.host                  | mail.example.com?mail.debug=true
          reload.http.host                  | http://127.0.0.1
          reload.http.trusted-proxies       | proxy.example
          reload.http.trusted-proxies       | 10.0.0.0/33
          reload.http.trusted-proxies       | 10.0.0.1,
          reload.http.trusted-proxies       | 2001:db8::/129
          reload.http.trusted-proxies       | 10.0.0.1 10.0.0.2
          reload.http.trusted-proxies       | *
          reload.lz.bucket                  | s3://lz
          reload.dlz.bucket                 | dlz/lake
          reload.s3.region                  | eu west 1
          reload.s3.endpoint                | http://user@host
          reload.public-url                 | http://host/#page
          reload.sqs.queue                  | https://sqs.eu-west-1.amazonaws.com/1/events
          reload.sqs.queue                  | events?deleteAfterRead=true
          reload.events.sns-topics          | landing
          reload.events.sns-topics          | arn:aws:sns:eu-west-1:1:landing,
          reload.events.token               | two words
          """)
  void namesTheWrongProperty(String name, String value) {
    var named = value.equals("0.0.0.0") ? "reload.auth" : name;

    assertThatThrownBy(() -> read(with(name, value), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(named + " ")
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"data-reload@localhost", "Data Reload <reload@example.com>", "<a@b.c>"})
  void takesASenderWithOrWithoutAName(String sender) {
    assertThat(read(with("reload.mail.from", sender), Map.of()).properties())
        .containsEntry("reload.mail.from", sender);
  }

  @Test
  void readsTheTrustedProxies() {
    var proxies = with("reload.http.trusted-proxies", "10.0.0.0/8, ::1,192.0.2.7");

    assertThat(read(MINIMUM, Map.of()).http().trustedProxies()).isEmpty();
    assertThat(read(proxies, Map.of()).http().trustedProxies())
        .extracting(block -> block.address().getHostAddress() + "/" + block.prefix())
        .containsExactly("10.0.0.0/8", "0:0:0:0:0:0:0:1/128", "192.0.2.7/32");
  }

  @ParameterizedTest
  @CsvSource({"reload.lz.bucket", "reload.dlz.bucket"})
  void namesTheMissingProperty(String name) {
    var properties = new HashMap<>(MINIMUM);
    properties.remove(name);

    assertThatThrownBy(() -> read(properties, Map.of())).hasMessage(name + " is missing");
  }

  /** The shipped file lists every property with its default. */
  @Test
  void documentsEveryPropertyInTheFileAndInTheDocs() throws IOException {
    var known = read(MINIMUM, Map.of()).properties();
    var line = Pattern.compile("(?m)^#?(reload\\.[a-z0-9.-]+)=(.*)$");
    var inFile = new HashMap<String, String>();
    line.matcher(Files.readString(Path.of("application.properties")))
        .results()
        .forEach(match -> inFile.put(match.group(1), match.group(2)));
    var docs = Files.readString(Path.of("docs/configuration.md"));

    assertThat(inFile.keySet()).containsExactlyInAnyOrderElementsOf(known.keySet());
    assertThat(new TreeSet<>(known.keySet()))
        .allSatisfy(name -> assertThat(docs).contains("`" + name + "`"));
    inFile.keySet().removeAll(Set.of("reload.lz.bucket", "reload.dlz.bucket"));
    inFile.remove("reload.public-url");
    assertThat(inFile)
        .allSatisfy((name, value) -> assertThat(known.get(name)).as(name).isEqualTo(value));
  }
}
