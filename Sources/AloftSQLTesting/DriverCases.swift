/// What every driver has to do.
public enum DriverCases {
  /// All cases.
  public static let all: [DriverCase] =
    numbers + texts + moments + otherValues + arrays + order
    + rows + mismatches
    + fragments + injections + changes + statementErrors + violations + batches + limits
    + transactions + savepoints + hooks + misuse + isolation + retries
    + streams + concurrency + cancellation + access
}
