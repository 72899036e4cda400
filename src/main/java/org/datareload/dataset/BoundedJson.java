package org.datareload.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Reads JSON that others wrote, up to limits that are checked while it is read: a small text must
 * not cost much. What exceeds one is a {@link StreamConstraintsException}.
 */
public final class BoundedJson extends JsonFactory {
  private static final long serialVersionUID = 1;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_NAME = 1_000;
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_DIGITS = 100;

  /** Every double has fewer; a decimal of more may be expanded to that many digits. */
  private static final int MAX_EXPONENT_DIGITS = 3;

  private BoundedJson(StreamReadConstraints constraints) {
    super(
        new JsonFactoryBuilder()
            .streamReadConstraints(constraints)
            // The names that a sender makes up are not worth to be kept.
            .disable(Feature.INTERN_FIELD_NAMES));
  }

  /**
   * A mapper that reads up to the limits.
   *
   * @param length maximum bytes or characters of a text
   * @param tokens maximum number of names, values, and ends of lists and objects
   */
  public static JsonMapper.Builder mapper(int length, int tokens) {
    return JsonMapper.builder(
        new BoundedJson(
            StreamReadConstraints.builder()
                .maxDocumentLength(length)
                .maxStringLength(length)
                .maxTokenCount(tokens)
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME)
                .maxNumberLength(MAX_DIGITS)
                .build()));
  }

  /** Which limit a text exceeds, with values. */
  public static String reason(StreamConstraintsException exceeded) {
    return exceeded.getOriginalMessage().replaceFirst(", from `[^`]*`", "");
  }

  @Override
  protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context)
      throws IOException {
    return new Bounded(super._createParser(data, offset, length, context));
  }

  @Override
  protected JsonParser _createParser(
      char[] data, int offset, int length, IOContext context, boolean recyclable)
      throws IOException {
    return new Bounded(super._createParser(data, offset, length, context, recyclable));
  }

  @Override
  protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
    return new Bounded(super._createParser(in, context));
  }

  @Override
  protected JsonParser _createParser(Reader reader, IOContext context) throws IOException {
    return new Bounded(super._createParser(reader, context));
  }

  /** Checks what {@link StreamReadConstraints} lacks. */
  private static final class Bounded extends JsonParserDelegate {
    private final int[] keys = new int[MAX_DEPTH + 1];
    private int depth;

    Bounded(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      var token = super.nextToken();
      if (token == null) {
        return null;
      }
      switch (token) {
        case START_OBJECT, START_ARRAY -> keys[++depth] = 0;
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> require("Number of keys of an object", ++keys[depth], MAX_KEYS);
        case VALUE_NUMBER_FLOAT ->
            require(
                "Number of digits of an exponent", exponentDigits(getText()), MAX_EXPONENT_DIGITS);
        default -> {}
      }
      return token;
    }

    private static int exponentDigits(String number) {
      var at = Math.max(number.lastIndexOf('e'), number.lastIndexOf('E')) + 1;
      if (at == 0) {
        return 0;
      }
      while (at < number.length() && "+-0".indexOf(number.charAt(at)) >= 0) {
        at++;
      }
      return number.length() - at;
    }

    private static void require(String what, int found, int maximum)
        throws StreamConstraintsException {
      if (found > maximum) {
        throw new StreamConstraintsException(
            "%s (%d) exceeds the maximum allowed (%d)".formatted(what, found, maximum));
      }
    }
  }
}
