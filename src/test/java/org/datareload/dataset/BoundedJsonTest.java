package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedJsonTest {
  private static final JsonMapper MAPPER =
      BoundedJson.mapper(10_000, 3_000)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1.5E-999", "1e0999", "0.1", "12345678901234567890"})
  void readsNumbersThatAreCheapToExpand(String number) throws IOException {
    assertThat(MAPPER.readTree("{\"n\":" + number + "}").path("n").decimalValue())
        .isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000", "1e-1000", "1E+1000000", "-1.0e999999999", "1e0001000"})
  void refusesNumbersOfManyDigitsInFewCharacters(String number) {
    refuses("{\"n\":[" + number + "]}", "exponent");
    refuses(number, "exponent");
  }

  @Test
  void refusesWhatIsLong() {
    refuses("9".repeat(101), "Number value length (101)");
    refuses("0." + "9".repeat(101), "Number value length");
    refuses("\"" + "a".repeat(10_001) + "\"", "length");
    refuses("{\"" + "a".repeat(1_001) + "\":1}", "Name length");
    refuses("[" + "1,".repeat(3_000) + "1]", "Token count");
  }

  @Test
  void refusesDeepTexts() throws IOException {
    var deepest = "[".repeat(50) + "]".repeat(50);
    assertThat(MAPPER.readTree(deepest).isArray()).isTrue();
    refuses("[" + deepest + "]", "depth (51)");
    refuses("{\"a\":".repeat(51), "depth (51)");
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false"})
  void countsTheKeysOfEachObject(int keys, boolean isRead) throws IOException {
    var object =
        IntStream.range(0, keys)
            .mapToObj(i -> "\"" + i + "\":{}")
            .collect(Collectors.joining(",", "{", "}"));
    var mapper = BoundedJson.mapper(100_000, 100_000).build();
    var text = "[{\"a\":1}," + object + "]";
    if (isRead) {
      assertThat(mapper.readTree(text).path(1)).hasSize(keys);
    } else {
      assertThatExceptionOfType(StreamConstraintsException.class)
          .isThrownBy(() -> mapper.readTree(text))
          .withMessageContaining("Number of keys of an object (1001)");
    }
  }

  /** However the text is given. */
  private static void refuses(String text, String reason) {
    var readers =
        List.<ThrowingCallable>of(
            () -> MAPPER.readTree(text),
            () -> MAPPER.readTree(text.getBytes()),
            () -> MAPPER.readTree(new StringReader(text)),
            () -> MAPPER.readTree(new ByteArrayInputStream(text.getBytes())));
    for (var reader : readers) {
      assertThatExceptionOfType(StreamConstraintsException.class)
          .isThrownBy(reader)
          .satisfies(
              exceeded ->
                  assertThat(BoundedJson.reason(exceeded))
                      .contains(reason, "exceeds the maximum allowed")
                      .doesNotContain("StreamReadConstraints"));
    }
  }
}
