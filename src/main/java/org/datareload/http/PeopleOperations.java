package org.datareload.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.access.Access;
import org.datareload.access.Audits;
import org.datareload.access.Authentication;
import org.datareload.access.Directory;
import org.datareload.access.Members;
import org.datareload.access.Sessions;
import org.datareload.access.Tokens;
import org.datareload.dataset.Datasets;

/** Says who answers which operation about people. */
public final class PeopleOperations {
  private PeopleOperations() {}

  /**
   * The operations by their ids.
   *
   * @param sessions null where nobody signs in by password
   * @param isSecure whether the page is reached by https alone
   */
  public static Map<String, Function<Call, Answer>> of(
      Access access,
      Datasets datasets,
      Members members,
      Tokens tokens,
      Audits audits,
      Authentication authentication,
      Sessions sessions,
      Directory users,
      boolean isSecure) {
    var permits = new Permits(datasets, access);
    var ofSessions = new SignInCalls(authentication, sessions, users, audits, isSecure);
    var ofTokens = new TokenCalls(permits, tokens);
    var ofMembers = new MemberCalls(permits, members);

    var all = new HashMap<String, Function<Call, Answer>>();
    all.put("readMe", call -> Answer.ok(Me.of(call.principal())));
    all.put("signIn", ofSessions::in);
    all.put("signOut", ofSessions::out);
    all.put("listTokens", ofTokens::list);
    all.put("createToken", ofTokens::create);
    all.put("revokeToken", ofTokens::revoke);
    all.put("listMembers", ofMembers::list);
    all.put("putMember", ofMembers::put);
    all.put("removeMember", ofMembers::remove);
    all.put("listAudit", new AuditCalls(permits, audits)::list);
    return all;
  }

  /** The same operations, of which those that change something are written into the audit. */
  public static Map<String, Function<Call, Answer>> witnessed(
      Map<String, Function<Call, Answer>> operations, Audits audits, Datasets datasets) {
    var witness = new Witness(audits, datasets);
    var all = new HashMap<String, Function<Call, Answer>>();
    operations.forEach((id, operation) -> all.put(id, witness.of(operation)));
    return all;
  }
}
