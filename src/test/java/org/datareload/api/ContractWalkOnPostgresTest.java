package org.datareload.api;

class ContractWalkOnPostgresTest extends ContractWalk {
  ContractWalkOnPostgresTest() {
    super(TestServer.onPostgres());
  }
}
