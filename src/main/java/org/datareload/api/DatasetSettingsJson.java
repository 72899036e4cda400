package org.datareload.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DurationText;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.dataset.Readers;
import org.datareload.dataset.Replaced;

/** The settings of a dataset in the body of a request that the contract allows. */
final class DatasetSettingsJson {
  private DatasetSettingsJson() {}

  /** The settings with those changed that the body has. */
  static DatasetSettings read(JsonNode body, DatasetSettings before) {
    var settings = before;
    if (body.has("description")) {
      settings = settings.withDescription(body.get("description").asText());
    }
    if (body.has("notify")) {
      settings = settings.withNotifyTo(Json.texts(body.get("notify")));
    }
    settings = settings.withReplaced(replaced(body, before.replaced()));
    if (body.has("settle")) {
      var text = Json.text(body, "settle");
      settings = settings.withSettle(text == null ? null : DurationText.parse(text).orElseThrow());
    }
    if (body.has("readers")) {
      settings = settings.withReaders(Readers.of(body.get("readers").asText()));
    }
    return settings;
  }

  /** By {@code replaced}, or by {@code skipTrash}, which knows two of its values. */
  private static Replaced replaced(JsonNode body, Replaced before) {
    var replaced = body.has("replaced") ? Replaced.of(body.get("replaced").asText()) : before;
    if (!body.has("skipTrash")) {
      return replaced;
    }
    var skipsTrash = body.get("skipTrash").asBoolean();
    if (skipsTrash == (replaced == Replaced.DELETE)) {
      return replaced;
    }
    if (body.has("replaced")) {
      throw new InvalidFieldsException(
          List.of(
              new FieldError(
                  "skipTrash",
                  "must be left out, or be %s where replaced is %s"
                      .formatted(!skipsTrash, replaced.text()))));
    }
    return skipsTrash ? Replaced.DELETE : Replaced.TRASH;
  }
}
