package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class ForgottenCommitOnH2Test extends ForgottenCommitContract {
  ForgottenCommitOnH2Test() {
    super(TestDatabases::h2);
  }
}
