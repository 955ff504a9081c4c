/// The folder of a path and the name in it, by its slashes alone.
///
/// Foundation's `deletingLastPathComponent` of a string ends the process on Linux where the name has one letter.
public enum FilePath {
  /// `plans` of `plans/chat.yaml`, `/` of `/chat.yaml`; nothing of a name alone.
  public static func folder(of path: String) -> String {
    let (named, slash) = parts(path)
    guard let slash else { return "" }
    return slash == named.startIndex ? "/" : String(named[..<slash])
  }

  /// `chat.yaml` of `plans/chat.yaml`.
  public static func name(of path: String) -> String {
    let (named, slash) = parts(path)
    return slash.map { String(named[named.index(after: $0)...]) } ?? String(named)
  }

  /// The path without slashes at its end, and the last one that is left.
  private static func parts(_ path: String) -> (Substring, Substring.Index?) {
    var named = path[...]
    while named.count > 1, named.last == "/" { named.removeLast() }
    return (named, named.lastIndex(of: "/"))
  }
}
