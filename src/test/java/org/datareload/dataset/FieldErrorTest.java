package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldErrorTest {
  @ParameterizedTest
  @CsvSource({
    "name, name is missing",
    "files[3].name, name is missing",
    "guards.minFiles, minFiles is missing",
    "' odd', '\" odd\" is missing'",
    "'a\nb', '\"a b\" is missing'",
  })
  void aSentenceBeginsWithTheField(String field, String sentence) {
    var text = field.replace("\\n", "\n");

    assertThat(new FieldError(text, "is missing").sentence()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " is too short", "is too short "})
  void aMessageHasNoBlankAtItsEnds(String message) {
    assertThatThrownBy(() -> new FieldError("name", message))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNameOfAnUnknownFieldIsCut() {
    assertThat(new FieldError("x".repeat(1_000), "is not a known field").sentence())
        .hasSize(83 + " is not a known field".length());
  }
}
