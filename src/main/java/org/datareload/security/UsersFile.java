package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.datareload.dataset.MailAddress;

/**
 * Parser of the users file. It has the form of Java properties: {@code user.<id>.password} for each
 * user, {@code user.<id>.mail} and {@code user.<id>.admin} are optional.
 */
final class UsersFile {
  private static final Pattern KEY = Pattern.compile("user\\.(.+)\\.(password|mail|admin)");
  // Cheaper hashes can be guessed, costlier ones keep a CPU busy for seconds.
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[89]|1[0-5])\\$[./A-Za-z0-9]{53}");

  private UsersFile() {}

  static Map<String, User> read(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsersFileException("cannot read " + file + ": " + e);
    }
    var users = new TreeMap<String, User>();
    for (var key : properties.stringPropertyNames()) {
      var match = KEY.matcher(key);
      if (!match.matches()) {
        throw new UsersFileException(
            key + " is not user.<id>.password, user.<id>.mail or user.<id>.admin");
      }
      users.computeIfAbsent(match.group(1), id -> user(id, properties));
    }
    if (users.isEmpty()) {
      throw new UsersFileException(file + " contains no users");
    }
    return Map.copyOf(users);
  }

  private static User user(String id, Properties properties) {
    if (!UserId.isValid(id)) {
      throw new UsersFileException("user " + id + ": the id " + UserId.RULE);
    }
    var hash = properties.getProperty("user." + id + ".password", "").strip();
    if (!BCRYPT.matcher(hash).matches()) {
      throw new UsersFileException(
          "user " + id + ": password must be a bcrypt hash of cost 8 to 15, see HashPassword");
    }
    var mail = properties.getProperty("user." + id + ".mail", "").strip();
    if (!mail.isEmpty() && !MailAddress.isValid(mail)) {
      throw new UsersFileException("user " + id + ": mail is not a mail address");
    }
    var admin = properties.getProperty("user." + id + ".admin", "false").strip();
    if (!Set.of("true", "false").contains(admin)) {
      throw new UsersFileException("user " + id + ": admin must be true or false");
    }
    return new User(id, hash, mail.isEmpty() ? null : mail, admin.equals("true"));
  }
}
