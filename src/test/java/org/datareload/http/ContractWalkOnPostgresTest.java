package org.datareload.http;

class ContractWalkOnPostgresTest extends ContractWalk {
  ContractWalkOnPostgresTest() {
    super(TestServer.onPostgres());
  }
}
