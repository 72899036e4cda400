package org.datareload.api;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile names, keys and events have no effect. The rows here and in {@link BadInputsTest} cover
 * the 44 kinds of bad input that the program is built against; {@link #ELSEWHERE} names the tests
 * of the kinds that need another fixture.
 */
class HostileInputsTest {
  private static final int KINDS = 44;

  /** The tests of other kinds by number, as {@code Class#method} in any test source root. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(9, "KeysTest#refusesAKeyThatWouldBeTooLongInTheLake"),
          Map.entry(16, "TriggersTest#runsOneAtATimeOfManyTriggersThatRace"),
          Map.entry(17, "BadInputsTest#aSecondStartNamesTheRunningExecutionAndProcessedFilesStay"),
          Map.entry(20, "BadInputsTest#aRepeatedIdempotencyKeyGetsTheSameResponse"),
          Map.entry(21, "BadInputsTest#aSecondStartNamesTheRunningExecutionAndProcessedFilesStay"),
          Map.entry(22, "BadInputsTest#anOverwrittenFileIsNotDeleted"),
          Map.entry(26, "ProgramTest#ignoresTestEventsAndMessageAttributesThatSteerCamel"),
          Map.entry(29, "IdentityTokensTest#refusesUnsignedAndWronglySignedTokens"),
          Map.entry(30, "AccessMatrixTest#allowsOnlyCallersWithThePermission"),
          Map.entry(31, "SignInOverHttpTest#keepsAUserSignedInByACookieThatNoScriptReads"),
          Map.entry(40, "UploadsOverHttpTest#refusesContentOfAnotherSize"),
          Map.entry(44, "MailOutagesTest#aServerThatHangsAtQuitGetsAMailOnce"));

  private static TestServer shared;
  private static int datasets;

  @BeforeAll
  static void start() {
    shared = server();
  }

  @AfterAll
  static void stop() {
    shared.close();
  }

  private static TestServer server() {
    return new TestServer(Map.of("reload.public-url", "https://reload.example.org"));
  }

  interface Check {
    void run(HostileCase input) throws Exception;
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        alone(1, "an event with a path upwards", c -> c.touchesNothing("../../etc/passwd")),
        alone(1, "a path upwards from the root", c -> c.touchesNothing("/../../etc/passwd")),
        alone(1, "an encoded path upwards", c -> c.touchesNothing("a/%2e%2e/b")),
        alone(
            1,
            "an encoded user of a trigger",
            c -> c.touchesNothing(c.folder("%2e%2e") + "_SUCCESS")),
        alone(1, "empty path segments", c -> c.touchesNothing("a//b//" + c.folder("") + "/x")),
        alone(2, "an event encoded twice", c -> c.touchesNothing("%252e%252e/%252e%252e/x")),
        alone(
            2, "a trigger encoded twice", c -> c.touchesNothing(c.folder("ana") + "%255fSUCCESS")),
        row(2, "a name that looks encoded", c -> c.loadsAsItIs("%2e%2e")),
        row(2, "a user who looks encoded", c -> c.mailsOnlyTheOwner("%2e%2e")),
        row(3, "a line break in a name", c -> c.isAProblem("a\r\nBcc: x@evil.csv")),
        row(4, "markup in a name", c -> c.loadsAsItIs("<img src=x onerror=alert(1)>.csv")),
        row(5, "an expression", c -> c.loadsAsItIs("${sysenv.PATH}.csv")),
        row(5, "an expression by its function", c -> c.loadsAsItIs("$simple{exchangeId}.csv")),
        row(5, "a placeholder", c -> c.loadsAsItIs("{{reload.mail.from}}.csv")),
        row(6, "a formula", c -> c.loadsAsItIs("=cmd|' C calc'!A0.csv")),
        row(7, "right-to-left text", c -> c.loadsAsItIs("\u202Evsc.exe\u200B.csv")),
        row(7, "the same name as an upload", c -> c.isRefusedAsUpload("\u202Evsc.exe.csv")),
        row(7, "an emoji", c -> c.loadsAsItIs("\uD83D\uDE80\uD83C\uDFFD.csv")),
        row(7, "a decomposed letter", c -> c.loadsAsItIs("Zu\u0308rich.csv")),
        row(7, "two forms of one name", HostileCase::loadsBothForms),
        row(8, "reserved characters of URLs", c -> c.loadsAsItIs("a+b %41#?&'\".csv")),
        row(10, "almost a trigger", c -> c.triggersNothing("_SUCCESS.csv")),
        row(10, "a trigger in other case", c -> c.triggersNothing("_success")),
        row(10, "a trigger's name at the end", c -> c.triggersNothing("x_SUCCESS")),
        alone(11, "a trigger with a body", HostileCase::loadsNoTrigger),
        row(12, "triggers in wrong places", HostileCase::startsNothingInWrongPlaces),
        row(13, "a trigger alone", HostileCase::failsWithoutFiles),
        row(14, "a folder's marker, a file of no bytes", HostileCase::ignoresMarkers),
        alone(15, "an event a hundred times", HostileCase::startsOneExecution),
        row(28, "a foreign host", HostileCase::linksToThePublicUrl),
        row(32, "a foreign origin", HostileCase::allowsNoForeignOrigin),
        row(41, "invalid upload dates", HostileCase::refusesDates),
        row(42, "markup in a user", c -> c.mailsOnlyTheOwner("admin@x\"><script>")),
        row(42, "a user of 300 letters", c -> c.mailsOnlyTheOwner("u".repeat(300))),
        row(42, "a stranger's address", c -> c.mailsOnlyTheOwner("stranger@example.com")));
  }

  /** A case with a dataset of its own on the shared server. */
  private static Arguments row(int number, String name, Check check) {
    return arguments(number + " " + name, check, false);
  }

  /** A case that observes the whole store, and so needs a server of its own. */
  private static Arguments alone(int number, String name, Check check) {
    return arguments(number + " " + name, check, true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void haveNoOtherEffect(String name, Check check, boolean isAlone) throws Exception {
    if (isAlone) {
      try (var server = server()) {
        check.run(new HostileCase(server, "alone"));
      }
    } else {
      check.run(new HostileCase(shared, "input" + ++datasets));
    }
  }

  @Test
  void coverEveryKind() throws Exception {
    var numbers =
        Stream.concat(inputs(), BadInputsTest.inputs())
            .map(row -> Integer.valueOf(row.get()[0].toString().split(" ")[0]))
            .collect(toCollection(TreeSet::new));
    for (var entry : ELSEWHERE.entrySet()) {
      var names = entry.getValue().split("#");
      assertThat(source(names[0]))
          .as(entry.getValue())
          .containsPattern("@(Test|TestFactory)\\s[^;{}]*\\s" + names[1] + "\\(");
      numbers.add(entry.getKey());
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, KINDS).boxed().toList());
  }

  /** The source of a test class that is neither disabled nor conditional. */
  private static String source(String type) throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      var file = files.filter(path -> path.endsWith(type + ".java")).findFirst().orElseThrow();
      var source = Files.readString(file);
      assertThat(source).as(type).doesNotContain("@Disabled", "org.junit.jupiter.api.condition");
      return source;
    }
  }
}
