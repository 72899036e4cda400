package org.datareload.api;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.dataset.Datasets;
import org.datareload.security.Access;
import org.datareload.security.AuditLog;
import org.datareload.security.Authentication;
import org.datareload.security.Members;
import org.datareload.security.Sessions;
import org.datareload.security.Tokens;
import org.datareload.security.UserDirectory;

/** Says who answers which operation about people. */
public final class SecurityOperations {
  private SecurityOperations() {}

  /**
   * The operations by their ids.
   *
   * @param sessions null where nobody signs in by password
   * @param isSecure whether the page is reached by https alone
   */
  public static Map<String, Function<ApiRequest, ApiResponse>> of(
      Access access,
      Datasets datasets,
      Members members,
      Tokens tokens,
      AuditLog auditLog,
      Authentication authentication,
      Sessions sessions,
      UserDirectory users,
      boolean isSecure) {
    var datasetAccess = new DatasetAccess(datasets, access);
    var ofSessions = new SessionResource(authentication, sessions, users, auditLog, isSecure);
    var ofTokens = new TokenResource(datasetAccess, tokens);
    var ofMembers = new MemberResource(datasetAccess, members);

    var all = new HashMap<String, Function<ApiRequest, ApiResponse>>();
    all.put("readMe", call -> ApiResponse.ok(CurrentUser.of(call.principal())));
    all.put("signIn", ofSessions::in);
    all.put("signOut", ofSessions::out);
    all.put("listTokens", ofTokens::list);
    all.put("createToken", ofTokens::create);
    all.put("revokeToken", ofTokens::revoke);
    all.put("listMembers", ofMembers::list);
    all.put("putMember", ofMembers::put);
    all.put("removeMember", ofMembers::remove);
    all.put("listAudit", new AuditResource(datasetAccess, auditLog)::list);
    return all;
  }

  /** The same operations, of which those that change something are written into the audit. */
  public static Map<String, Function<ApiRequest, ApiResponse>> witnessed(
      Map<String, Function<ApiRequest, ApiResponse>> operations,
      AuditLog auditLog,
      Datasets datasets) {
    var witness = new AuditDecorator(auditLog, datasets);
    var all = new HashMap<String, Function<ApiRequest, ApiResponse>>();
    operations.forEach((id, operation) -> all.put(id, witness.of(operation)));
    return all;
  }
}
