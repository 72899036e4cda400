package org.datareload.server;

import java.util.ArrayList;
import java.util.List;

/** The markup of a module's templates, without the expressions in it, and its quoted strings. */
final class Templates {
  private final String source;
  private final List<String> markup = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();
  private int at;

  private Templates(String source) {
    this.source = source;
  }

  static List<String> of(String source) {
    return read(source).markup;
  }

  static List<String> strings(String source) {
    return read(source).strings;
  }

  private static Templates read(String source) {
    var templates = new Templates(source);
    templates.code(false);
    return templates;
  }

  /** Reads code, up to the end or to the brace that closes an expression. */
  private void code(boolean inside) {
    var depth = 0;
    while (at < source.length()) {
      var c = source.charAt(at);
      if (c == '}' && inside && depth-- == 0) {
        return;
      } else if (c == '{') {
        depth += inside ? 1 : 0;
      } else if (c == '\'' || c == '"') {
        skipString(c);
      } else if (source.startsWith("//", at)) {
        at = source.indexOf('\n', at);
      } else if (source.startsWith("/*", at)) {
        at = source.indexOf("*/", at) + 1;
      } else if (c == '`') {
        template(at >= 4 && source.startsWith("html", at - 4));
      }
      at++;
    }
  }

  private void skipString(char quote) {
    var from = ++at;
    while (source.charAt(at) != quote) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    strings.add(source.substring(from, at));
  }

  private void template(boolean isMarkup) {
    var text = new StringBuilder();
    at++;
    while (source.charAt(at) != '`') {
      if (source.startsWith("${", at)) {
        at += 2;
        code(true);
        text.append(' ');
      } else {
        text.append(source.charAt(at));
      }
      at++;
    }
    if (isMarkup) {
      markup.add(text.toString());
    }
  }
}
