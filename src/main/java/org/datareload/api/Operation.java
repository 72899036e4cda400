package org.datareload.api;

/** The handler of one operation of the contract. */
@FunctionalInterface
public interface Operation {
  /**
   * @param request valid by the contract
   * @throws RuntimeException on any failure; {@link OperationDispatcher#toResponse} maps it
   */
  ApiResponse handle(ApiRequest request);
}
