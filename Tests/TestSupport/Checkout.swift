import Foundation

/// The checkout that the tests run in, found once, so that a test may stand in any folder.
public enum Checkout {
  public static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The plans and libraries that are shipped.
  public static let models = folder.appending(path: "models")

  /// A folder of files beside the tests of a target.
  public static func tests(_ path: String) -> URL { folder.appending(path: "Tests/\(path)") }
}
