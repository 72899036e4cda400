package org.datareload.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.datareload.dataset.MailAddress;

/**
 * The claims of an identity token. A claim that is null or of a wrong type makes the whole token
 * invalid: what the provider meant is not guessed.
 */
record IdentityClaims(Map<String, Object> claims, OidcSettings settings) {
  /** The provider itself makes these, so {@code @} in them does not make them an address. */
  private static final Set<String> ASSIGNED = Set.of("sub", "upn");

  /** The end of the year 9999; later times may overflow. */
  private static final double MAX_SECONDS = 253_402_300_799d;

  private record Rule(String claim, String what, Predicate<Object> form) {
    static Rule text(String claim) {
      return new Rule(claim, "a text", String.class::isInstance);
    }

    static Rule time(String claim) {
      return new Rule(claim, "seconds since 1970, until the year 9999", IdentityClaims::isTime);
    }
  }

  /** Why the token is refused, or null; does not check the times, the issuer and the audience. */
  String refusal() {
    for (var name : List.of("exp", settings.userClaim())) {
      if (!claims.containsKey(name)) {
        return "The token has no claim " + name;
      }
    }
    for (var rule : rules()) {
      var value = claims.get(rule.claim());
      if (claims.containsKey(rule.claim()) && !rule.form().test(value)) {
        return "The claim %s of the token must be %s, not %s"
            .formatted(rule.claim(), rule.what(), kind(value));
      }
    }
    if (!UserId.isValid(userId())) {
      return "The user id in the claim " + settings.userClaim() + " " + UserId.RULE;
    }
    if (isAddress() && !isVerified()) {
      return "The user id in the claim %s is a mail address, and email_verified is not true"
          .formatted(settings.userClaim());
    }
    return null;
  }

  private List<Rule> rules() {
    var rules = new ArrayList<Rule>();
    rules.add(Rule.text(settings.userClaim()));
    rules.add(Rule.text("iss"));
    rules.add(Rule.text("sub"));
    rules.add(new Rule("aud", "a text or a list of texts", IdentityClaims::isTexts));
    rules.add(Rule.time("exp"));
    rules.add(Rule.time("nbf"));
    rules.add(Rule.time("iat"));
    rules.add(Rule.text("email"));
    rules.add(
        new Rule(
            "email_verified",
            "true, false or a text",
            value -> value instanceof Boolean || value instanceof String));
    if (settings.adminClaim() != null) {
      rules.add(
          new Rule(
              settings.adminClaim(),
              "a text, a number, true, false or a list of them",
              this::isValues));
    }
    return rules;
  }

  private static boolean isTexts(Object value) {
    return value instanceof String
        || value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance);
  }

  private boolean isValues(Object value) {
    return isPlain(value)
        || value instanceof Collection<?> list && list.stream().allMatch(IdentityClaims::isPlain);
  }

  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static boolean isTime(Object value) {
    return value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= MAX_SECONDS;
  }

  private static String kind(Object value) {
    if (value instanceof Number) {
      return "such a number";
    }
    if (value instanceof Collection) {
      return "such a list";
    }
    return value == null || value instanceof Boolean
        ? String.valueOf(value)
        : value instanceof String ? "a text" : "an object";
  }

  String userId() {
    return (String) claims.get(settings.userClaim());
  }

  /** The verified mail address, or null. */
  String mail() {
    var mail = (String) claims.get("email");
    return isVerified() && MailAddress.isValid(mail) ? mail : null;
  }

  boolean isAdmin() {
    var claim = settings.adminClaim() == null ? null : claims.get(settings.adminClaim());
    return claim instanceof Collection<?> values
        ? values.contains(settings.adminValue())
        : settings.adminValue().equals(claim == null ? null : claim.toString());
  }

  /** Some providers send the text "true". */
  private boolean isVerified() {
    return "true".equals(String.valueOf(claims.get("email_verified")));
  }

  /** Whoever may enter any address as theirs must not become the user of that address. */
  private boolean isAddress() {
    return settings.userClaim().equals("email")
        || userId().indexOf('@') >= 0 && !ASSIGNED.contains(settings.userClaim());
  }
}
