package org.datareload.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DurationText;
import org.datareload.dataset.Readers;

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
    if (body.has("skipTrash")) {
      settings = settings.withSkipTrash(body.get("skipTrash").asBoolean());
    }
    if (body.has("settle")) {
      var text = Json.text(body, "settle");
      settings = settings.withSettle(text == null ? null : DurationText.parse(text).orElseThrow());
    }
    if (body.has("readers")) {
      settings = settings.withReaders(Readers.of(body.get("readers").asText()));
    }
    return settings;
  }
}
