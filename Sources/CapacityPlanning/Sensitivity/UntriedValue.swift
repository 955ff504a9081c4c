/// A value of the plan that is none of those that are tried in its place.
public struct UntriedValue: Sendable {
  public let path: String
  /// As the plan writes it; nil where it writes nothing, and a default holds.
  public let written: String?

  public init(path: String, written: String?) {
    self.path = path
    self.written = written
  }
}
