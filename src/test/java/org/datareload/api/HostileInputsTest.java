package org.datareload.api;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What hostile names, keys and events do: nothing. The rows here and those of {@link BadInputsTest}
 * are the forty-four kinds of bad input that the program was built against; {@link #ELSEWHERE}
 * names the tests of those that need another rig.
 */
class HostileInputsTest {
  private static final int KINDS = 44;

  /** By number the test, as its class below {@code org.datareload} and its method. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(9, "route.KeysContract#refusesAKeyThatWouldBeTooLongInTheLake"),
          Map.entry(16, "route.TriggersContract#runsOneOfManyTriggersThatRace"),
          Map.entry(17, "http.BadInputsTest#aSecondStartNamesTheRunningOneAndProcessedFilesStay"),
          Map.entry(20, "http.BadInputsTest#theSameKeyGivesTheSameAnswerAndNoOther"),
          Map.entry(21, "http.BadInputsTest#aSecondStartNamesTheRunningOneAndProcessedFilesStay"),
          Map.entry(22, "http.BadInputsTest#aFileThatWasOverwrittenIsNotDeleted"),
          Map.entry(26, "ProgramTest#takesATestEventAndAttributesThatSteerCamelForNothing"),
          Map.entry(29, "access.IdentityTokensTest#refusesUnsignedAndWronglySignedTokens"),
          Map.entry(30, "http.AccessMatrixTest#letsInWhoMayAndNobodyElse"),
          Map.entry(31, "http.SignInOverHttpTest#keepsAPersonSignedInByACookieThatNoScriptReads"),
          Map.entry(40, "http.UploadsOverHttpTest#refusesBytesOfAnotherSize"),
          Map.entry(44, "route.MailOutagesTest#aServerThatHangsAfterItTookALetterGetsItOnce"));

  private static TestServer server;
  private static int datasets;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of("reload.public-url", "https://reload.example.org"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  interface Check {
    void run(HostileCase place) throws Exception;
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        row(1, "an event of a path that climbs", p -> p.touchesNothing("../../etc/passwd")),
        row(1, "the same from the root", p -> p.touchesNothing("/../../etc/passwd")),
        row(1, "steps up, encoded", p -> p.touchesNothing("a/%2e%2e/b")),
        row(1, "steps up to a trigger", p -> p.touchesNothing(p.folder("%2e%2e") + "_SUCCESS")),
        row(1, "nothing between slashes", p -> p.touchesNothing("a//b//" + p.folder("") + "/x")),
        row(2, "an event encoded twice", p -> p.touchesNothing("%252e%252e/%252e%252e/x")),
        row(2, "a trigger encoded twice", p -> p.touchesNothing(p.folder("ana") + "%255fSUCCESS")),
        row(2, "a name that looks encoded", p -> p.loadsAsItIs("%2e%2e")),
        row(2, "a user who looks encoded", p -> p.tellsTheOwnerAlone("%2e%2e")),
        row(3, "a line break in a name", p -> p.loadsAsItIs("a\r\nBcc: x@evil.csv")),
        row(4, "markup in a name", p -> p.loadsAsItIs("<img src=x onerror=alert(1)>.csv")),
        row(5, "an expression", p -> p.loadsAsItIs("${sysenv.PATH}.csv")),
        row(5, "an expression by its function", p -> p.loadsAsItIs("$simple{exchangeId}.csv")),
        row(5, "a placeholder", p -> p.loadsAsItIs("{{reload.mail.from}}.csv")),
        row(6, "a formula", p -> p.loadsAsItIs("=cmd|' C calc'!A0.csv")),
        row(7, "text from right to left", p -> p.loadsAsItIs("\u202Evsc.exe\u200B.csv")),
        row(7, "the same as an upload", p -> p.isNoUpload("\u202Evsc.exe.csv")),
        row(7, "a picture", p -> p.loadsAsItIs("\uD83D\uDE80\uD83C\uDFFD.csv")),
        row(7, "a letter in two pieces", p -> p.loadsAsItIs("Zu\u0308rich.csv")),
        row(7, "two forms of one name", HostileCase::keepsBothForms),
        row(8, "signs of addresses", p -> p.loadsAsItIs("a+b %41#?&'\".csv")),
        row(10, "almost a trigger", p -> p.triggersNothing("_SUCCESS.csv")),
        row(10, "a trigger in other case", p -> p.triggersNothing("_success")),
        row(10, "a trigger's name at the end", p -> p.triggersNothing("x_SUCCESS")),
        row(11, "a trigger with a body", HostileCase::loadsNoTrigger),
        row(12, "a trigger of nobody", HostileCase::startsNothingElsewhere),
        row(13, "a trigger alone", HostileCase::failsWithoutFiles),
        row(14, "a folder's marker, a file of no bytes", HostileCase::ignoresMarkers),
        row(15, "an event a hundred times", HostileCase::runsOnce),
        row(28, "a foreign host", HostileCase::linksToItself),
        row(32, "a foreign origin", HostileCase::allowsNoOrigin),
        row(41, "upload dates that are none", HostileCase::refusesDates),
        row(42, "a user of markup", p -> p.tellsTheOwnerAlone("admin@x\"><script>")),
        row(42, "a user of 300 letters", p -> p.tellsTheOwnerAlone("u".repeat(300))),
        row(42, "a stranger's address", p -> p.tellsTheOwnerAlone("stranger@example.com")));
  }

  private static Arguments row(int number, String name, Check check) {
    return arguments(number + " " + name, check);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void doNothingElse(String name, Check check) throws Exception {
    check.run(new HostileCase(server, "input" + ++datasets));
  }

  @Test
  void haveEachARow() throws Exception {
    var numbers =
        Stream.concat(inputs(), BadInputsTest.inputs())
            .map(row -> Integer.valueOf(row.get()[0].toString().split(" ")[0]))
            .collect(toCollection(TreeSet::new));
    for (var entry : ELSEWHERE.entrySet()) {
      var names = entry.getValue().split("#");
      var type = Class.forName("org.datareload." + names[0]);
      assertThat(Arrays.stream(type.getDeclaredMethods()).filter(m -> m.getName().equals(names[1])))
          .as(entry.getValue())
          .hasSize(1)
          .allMatch(
              method ->
                  method.isAnnotationPresent(Test.class)
                      || method.isAnnotationPresent(TestFactory.class))
          .noneMatch(HostileInputsTest::mayBeSkipped);
      assertThat(type).as(entry.getValue()).doesNotMatch(HostileInputsTest::mayBeSkipped);
      numbers.add(entry.getKey());
    }
    for (var here : List.of(HostileInputsTest.class, BadInputsTest.class)) {
      assertThat(here).doesNotMatch(HostileInputsTest::mayBeSkipped);
      assertThat(here.getDeclaredMethods()).noneMatch(HostileInputsTest::mayBeSkipped);
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, KINDS).boxed().toList());
  }

  /** Disabled, or run on a condition only. */
  private static boolean mayBeSkipped(AnnotatedElement test) {
    return test.isAnnotationPresent(Disabled.class)
        || Arrays.stream(test.getAnnotations())
            .map(annotation -> annotation.annotationType().getPackageName())
            .anyMatch("org.junit.jupiter.api.condition"::equals);
  }
}
